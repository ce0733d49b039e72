package dev.drover.registry.command;

import dev.drover.registry.entry.Entry;
import java.util.List;

/** What became of a command. {@link #index} is its position in the one order of all writes. */
public sealed interface Outcome {
    long index();

    /** It holds now: changed, or so already. */
    record Done(long index) implements Outcome {}

    /** Its condition did not hold, or the lock was not to be had; nothing changed. Consul's {@code false}. */
    record No(long index) implements Outcome {}

    /** It cannot be done to what is there; nothing changed. The message is Consul's, which answers it with status 500. */
    record Refused(long index, String message) implements Outcome {}

    /** All steps of a transaction happened. */
    record Committed(long index, List<Result> results) implements Outcome {
        public Committed {
            results = List.copyOf(results);
        }
    }

    /** A transaction did not happen. */
    record RolledBack(long index, List<Failure> failures) implements Outcome {
        public RolledBack {
            failures = List.copyOf(failures);
        }
    }

    /**
     * What a step of a transaction gives; a deletion gives none, a tree one for each key.
     *
     * @param read whether the step asked for it; of a key that was merely written Consul does not tell the value
     */
    record Result(Entry entry, boolean read) {}

    /** Why a step cannot be done. */
    record Failure(int step, String what) {}
}
