package dev.drover.registry;

import dev.drover.registry.command.Command;
import dev.drover.registry.command.Outcome;
import dev.drover.registry.replica.Replica;
import dev.drover.registry.state.State;

/** What the registry's faces use: a replica to read, and the one order of writes. */
public interface Registry {
    /** All of it, as far as this node knows. It stays readable when nothing can be written. */
    Replica replica();

    default State state() {
        return replica().state();
    }

    /** Whether {@link #state} ever held all that was written before this node began; before, nothing is known. */
    default boolean isKnown() {
        return true;
    }

    /** Puts the command in order and waits until it is applied here, so that {@link #state} holds it from then on. */
    Outcome apply(Command command) throws Unavailable, InterruptedException;

    /** Returns once {@link #state} holds every write that was answered anywhere before this call. */
    void consistent() throws Unavailable, InterruptedException;

    /** How near this node is to the order of writes. */
    Contact contact();
}
