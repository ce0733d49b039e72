package dev.drover.plane;

import dev.drover.board.Served;
import dev.drover.board.Snapshot;
import dev.drover.model.Model;
import dev.drover.model.Problem;
import java.util.List;
import java.util.Map;

/**
 * One of Drover's jobs. It gets the whole wanted state, never a difference; the same state twice changes nothing.
 *
 * <p>A change runs through all planes in steps: all {@link #check}, then all {@link #prepare}, then all
 * {@link Prepared#activate}. If one cannot prepare, none is activated and what ran goes on. Calls come from one thread at a
 * time, except {@link #observe} and {@link #served}, which come from any.
 */
public interface Plane extends AutoCloseable {
    /** One word, as printed by {@code drover explain}. */
    String name();

    /** All problems of the model that this plane can see without touching anything. Pure. */
    List<Problem> check(Model model);

    /** Allocates what the model needs (listeners, certificates, tables) beside what runs. */
    Prepared prepare(Model model) throws NotPrepared;

    /**
     * The same for a plane that tells others which model it runs.
     *
     * @param edition of the model, the same on all nodes that run it; greater than that of the one before, unless that is taken back unheard by others
     */
    default Prepared prepare(Model model, long edition) throws NotPrepared {
        return prepare(model);
    }

    /** Takes a generation of the board and returns the one now in force. Quick: it swaps a table. */
    long observe(Snapshot snapshot);

    /** What this plane does with each instance of a service now, by name; those it has nothing to do with are missing. */
    default Map<String, Served> served(String service) {
        return Map.of();
    }

    /** Takes no new work, finishes what it has, and returns when done or when the deadline has passed. */
    void quiesce(Deadline deadline);

    /** Frees everything. Called once, whatever happened before. */
    @Override
    void close();

    /** A model that is ready to run. It is either activated or discarded, once. */
    interface Prepared {
        /** Swaps; must not fail. */
        void activate();

        /** All planes run the new model: what only the old one needed may go. Called once, after {@link #activate}. */
        default void settle() {}

        void discard();
    }
}
