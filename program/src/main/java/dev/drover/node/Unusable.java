package dev.drover.node;

/** The data folder cannot be used, in words for the operator. */
public final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    public Unusable(String message) {
        super(message);
    }
}
