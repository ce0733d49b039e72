package dev.drover.registry;

/** Nothing can be written now. What this node knows can still be read. */
public final class Unavailable extends Exception {
    private final boolean maybeDone;

    /** @param maybeDone whether the command may take effect nevertheless, now or later */
    public Unavailable(String message, boolean maybeDone) {
        super(message);
        this.maybeDone = maybeDone;
    }

    public boolean maybeDone() {
        return maybeDone;
    }
}
