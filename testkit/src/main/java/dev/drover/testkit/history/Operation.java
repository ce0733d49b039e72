package dev.drover.testkit.history;

import org.jspecify.annotations.Nullable;

/**
 * One call and its return, as a client saw them.
 *
 * @param client who called; one client's operations follow each other
 * @param output null where it is not known: the connection broke, or nobody answered in time. Such an operation may have happened
 *     at any moment after its call, or not at all
 * @param begin moments of a count that only rises
 * @param end {@link #NEVER} where the output is not known
 */
public record Operation<I, O>(int client, I input, @Nullable O output, long begin, long end) {
    public static final long NEVER = Long.MAX_VALUE;

    public Operation {
        if (begin >= end || output == null != (end == NEVER)) {
            throw new IllegalArgumentException("not an operation: " + input + " from " + begin + " to " + end);
        }
    }

    boolean returned() {
        return end != NEVER;
    }

    /** What was known of it at a moment. */
    Operation<I, O> asOf(long moment) {
        return end <= moment ? this : new Operation<>(client, input, null, begin, NEVER);
    }

    @Override
    public String toString() {
        return input + " -> " + (output == null ? "?" : output);
    }
}
