package dev.drover.gateway.stage;

import java.util.Arrays;

/** Where a request's time went: nanoseconds per state, each entered by name. Reused; belongs to one event loop. */
public final class Timeline {
    /** What a request can be doing. */
    public enum State {
        /** From the head's first byte to its last. */
        HEAD(0, "head"),
        /** The stages: route, caps, choice of an instance. */
        DECIDE(1, "decide"),
        /** Waits for a free place under the service's {@code concurrency}. */
        QUEUE(2, "queue"),
        /** Waits for a connection to the instance, or makes one. */
        CONNECT(3, "connect"),
        /** Sent; waits for the upstream's head. */
        UPSTREAM(4, "upstream"),
        /** From the response's first byte to its last, both bodies streaming. */
        STREAM(5, "stream");

        private final int slot;
        private final String label;

        State(int slot, String label) {
            this.slot = slot;
            this.label = label;
        }

        /** From 0, in the order of a request's life. */
        public int index() {
            return slot;
        }

        public String label() {
            return label;
        }
    }

    private static final int STATES = State.values().length;

    private final long[] spent = new long[STATES];
    private long startedAt;
    private long enteredAt;
    private int state;

    /** Forgets everything and begins with {@link State#HEAD}. */
    public void start(long nanos) {
        Arrays.fill(spent, 0);
        startedAt = nanos;
        enteredAt = nanos;
        state = 0;
    }

    /** Ends the present state. A state entered again adds up. */
    public void enter(State next, long nanos) {
        spent[state] += nanos - enteredAt;
        enteredAt = nanos;
        state = next.slot;
    }

    /** Ends the last state. */
    public void end(long nanos) {
        spent[state] += nanos - enteredAt;
        enteredAt = nanos;
    }

    public long nanos(State of) {
        return spent[of.slot];
    }

    /** Up to the last call of {@link #enter} or {@link #end}. */
    public long total() {
        return enteredAt - startedAt;
    }

    public long startedAt() {
        return startedAt;
    }
}
