package dev.drover.supervisor;

/** Where in its life a process is; moments are nanoseconds of the ticker. */
sealed interface Phase {
    /** Does not run and shall not. */
    record Stopped() implements Phase {}

    /**
     * Does not run and is started when due.
     *
     * @param failures starts in a row that failed or did not last
     */
    record Waiting(long due, int failures) implements Phase {}

    /** Runs; no check has passed yet. */
    record Starting(long since, int failures) implements Phase {}

    /** Runs and was up. */
    record Running(long since, int failures) implements Phase {}

    /**
     * Told to end, or has ended and left children: waits until nobody of the group lives.
     *
     * @param kill when patience ends
     * @param killed patience has ended
     * @param again started again afterwards
     */
    record Stopping(long kill, boolean killed, boolean again, int failures) implements Phase {}
}
