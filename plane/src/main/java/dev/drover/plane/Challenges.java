package dev.drover.plane;

import java.time.Instant;
import java.util.List;

/**
 * Port: the values that certification authorities look for below {@code _acme-challenge} (RFC 8555 section 8.4), as far as nodes agreed on
 * them. Offered by the registry, asked for by the names. Reads are memory, and tell what was last known where nothing can be reached.
 */
public interface Challenges {
    /** Whether there are other nodes to agree with, and nobody else who could write there. Else nothing here is asked. */
    boolean isShared();

    /** Whether {@link #all} is what was agreed on before this node began, or later. */
    boolean isKnown();

    /** All of them; some may be over. */
    List<Kept> all();

    /** Agrees on one, in place of one of the same name and value. */
    Done put(Kept kept) throws NotAgreed;

    /**
     * Agrees that one is over.
     *
     * @param value empty for all of the name
     */
    Done remove(String name, String value) throws NotAgreed;

    /**
     * The nodes of this site agreed.
     *
     * @param changed false if there was nothing to remove
     * @param missed of other sites those that did not, each with the reason
     */
    record Done(boolean changed, List<String> missed) {
        public Done {
            missed = List.copyOf(missed);
        }
    }

    /**
     * One value of a name.
     *
     * @param name owner of the record, lower-case, with its last dot
     * @param by who said so, and {@code node} that was asked
     */
    record Kept(String name, String value, String by, String node, Instant since, Instant until) {}

    /** Nobody agreed on it, or nobody can tell. */
    final class NotAgreed extends Exception {
        private static final long serialVersionUID = 1L;

        private final boolean maybeDone;

        public NotAgreed(String message, boolean maybeDone) {
            super(message);
            this.maybeDone = maybeDone;
        }

        /** Whether it may take effect nevertheless, now or later. */
        public boolean maybeDone() {
            return maybeDone;
        }
    }

    /** A node for itself. */
    static Challenges none() {
        return new Challenges() {
            @Override
            public boolean isShared() {
                return false;
            }

            @Override
            public boolean isKnown() {
                return false;
            }

            @Override
            public List<Kept> all() {
                return List.of();
            }

            @Override
            public Done put(Kept kept) throws NotAgreed {
                throw new NotAgreed("this node shares no registry", false);
            }

            @Override
            public Done remove(String name, String value) throws NotAgreed {
                throw new NotAgreed("this node shares no registry", false);
            }
        };
    }
}
