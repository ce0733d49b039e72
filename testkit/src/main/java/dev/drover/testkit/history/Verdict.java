package dev.drover.testkit.history;

/** Whether a history is linearizable. */
public sealed interface Verdict {
    /** Each operation can be thought to have happened at one moment. */
    record Linearizable() implements Verdict {}

    /**
     * There is no such order.
     *
     * @param explanation several lines for a person: until where there is one, and what does not fit then
     */
    record Broken(String explanation) implements Verdict {}

    /** The search was ended before it knew. */
    record Undecided(Object part, long configurations) implements Verdict {}
}
