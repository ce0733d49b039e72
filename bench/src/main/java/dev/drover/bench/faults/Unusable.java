package dev.drover.bench.faults;

/** What was asked for cannot be done: why, and how it can. */
final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    Unusable(String why, String fix) {
        super(why + "\n  fix: " + fix);
    }
}
