package dev.drover.registry.time;

/** A text that is no duration. The message is Go's. */
public final class BadDuration extends Exception {
    private static final long serialVersionUID = 1L;

    BadDuration(String why) {
        super(why, null, false, false);
    }
}
