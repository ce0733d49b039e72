package dev.drover.registry.moving;

import dev.drover.registry.client.Unanswered;

/** One kind of things that can be moved: looked through first, carried then. */
interface Cargo {
    /** Compares both sides; changes nothing. */
    Part look(Leftovers leftovers) throws Unanswered, InterruptedException;

    /**
     * Writes what is missing.
     *
     * @param overwrite also what is there otherwise
     * @throws Unanswered if it makes no sense to go on
     */
    void carry(boolean overwrite, Written written) throws Unanswered, InterruptedException;
}
