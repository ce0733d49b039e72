package dev.drover.plane;

import dev.drover.plane.control.Source;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Port: the models that the nodes of a cluster agree on, one after the other, and what each node says of the newest. Offered by the
 * registry, asked for by the node. Reads are memory, and tell what was last known where nothing can be reached.
 */
public interface SharedModels {
    /** Whether there is such a cluster: several nodes with one registry. Else nothing here is asked. */
    boolean isShared();

    /** Whether it was read what others stored before this node began. */
    boolean isKnown();

    /** Present while nothing can be stored or told. */
    Optional<Instant> silentSince();

    /** Newest first. */
    List<Stored> all();

    /** The texts of a generation; empty where it is no longer kept. */
    Optional<Source> source(long generation);

    /**
     * Stores the next model.
     *
     * @param after generation of the newest that the author knew; 0: there is none
     * @return false where another is the newest by now, and nothing was stored
     * @throws NotStored if it cannot be done
     */
    boolean store(Stored model, Source source, long after) throws NotStored;

    /** The newest stays. False where it is another by now, or does not wait for that. */
    boolean confirm(long generation, String by) throws NotStored;

    void tell(String node, Word word) throws NotStored;

    /** What each node said last. */
    List<Told> told();

    /** Is called, by a thread that must not be held up, when any of this may have changed. For one listener. */
    void listen(Runnable changed);

    /**
     * One of the models.
     *
     * @param node that was asked
     * @param file it was read from, there
     * @param confirmBy when {@code backTo} comes back; null once it is for good
     * @param backTo generation that ran before; 0 for the first
     */
    record Stored(
            long generation,
            String node,
            String author,
            Instant at,
            String how,
            String file,
            @Nullable Instant confirmBy,
            long backTo) {}

    /**
     * What a node says of a generation.
     *
     * @param runs the generation in force there
     * @param problems why it cannot run {@code generation}; empty where it does
     */
    record Word(long generation, long runs, List<String> problems) {
        public Word {
            problems = List.copyOf(problems);
        }
    }

    /**
     * What a node said last.
     *
     * @param word null where it never said anything
     * @param at when it did
     * @param alive false where it is known to be gone
     */
    record Told(String node, @Nullable Word word, @Nullable Instant at, boolean alive) {}

    /** It was not stored, or may have been and nobody can tell. */
    final class NotStored extends Exception {
        private static final long serialVersionUID = 1L;

        private final boolean maybeDone;

        public NotStored(String message, boolean maybeDone) {
            super(message);
            this.maybeDone = maybeDone;
        }

        /** Whether it may take effect nevertheless, now or later. */
        public boolean maybeDone() {
            return maybeDone;
        }
    }

    /** A node for itself. */
    static SharedModels none() {
        return new SharedModels() {
            @Override
            public boolean isShared() {
                return false;
            }

            @Override
            public boolean isKnown() {
                return false;
            }

            @Override
            public Optional<Instant> silentSince() {
                return Optional.empty();
            }

            @Override
            public List<Stored> all() {
                return List.of();
            }

            @Override
            public Optional<Source> source(long generation) {
                return Optional.empty();
            }

            @Override
            public boolean store(Stored model, Source source, long after) throws NotStored {
                throw new NotStored("this node shares its model with nobody", false);
            }

            @Override
            public boolean confirm(long generation, String by) throws NotStored {
                throw new NotStored("this node shares its model with nobody", false);
            }

            @Override
            public void tell(String node, Word word) {}

            @Override
            public List<Told> told() {
                return List.of();
            }

            @Override
            public void listen(Runnable changed) {}
        };
    }
}
