package dev.drover.plane;

import java.util.List;

/**
 * Port: how far keys of signed zones have got in following each other, as far as nodes agreed on it. Offered by the registry, asked for by
 * the names. Reads are memory, and tell what was last known where nothing can be reached.
 */
public interface KeySteps {
    /** Whether there are other nodes to agree with, nobody else who could write there, and what they agreed on has been read. */
    boolean isKnown();

    /** Whether {@link #all} is what they agreed on until this moment, or a moment before, and not only until some time ago. */
    boolean isHeard();

    /** The last step of each zone. */
    List<Step> all();

    /**
     * Agrees on one. Blocks until a majority has it.
     *
     * @return false if there is this one by now, or a later one
     */
    boolean put(Step step) throws NotAgreed;

    /**
     * Where the keys of one zone are.
     *
     * @param zone its origin, lower-case, with its last dot
     * @param number grows with each
     * @param text what it is, for the names alone
     */
    record Step(String zone, long number, String text) {}

    /** Nobody agreed on it, or nobody can tell; it may take effect nevertheless. */
    final class NotAgreed extends Exception {
        private static final long serialVersionUID = 1L;

        public NotAgreed(String message) {
            super(message);
        }
    }

    /** A node for itself. */
    static KeySteps none() {
        return new KeySteps() {
            @Override
            public boolean isKnown() {
                return false;
            }

            @Override
            public boolean isHeard() {
                return false;
            }

            @Override
            public List<Step> all() {
                return List.of();
            }

            @Override
            public boolean put(Step step) throws NotAgreed {
                throw new NotAgreed("this node shares no registry");
            }
        };
    }
}
