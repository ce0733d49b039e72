package dev.drover.registry.ensemble;

/** What a declared member answers when it is asked whether it belongs to an ensemble. */
sealed interface Answer {
    /**
     * Nothing.
     *
     * @param reached somebody listens there, and hung up: so does a member that sees no leader
     */
    record Silent(boolean reached) implements Answer {
        static final Silent UNREACHED = new Silent(false);
    }

    /** It has another secret, or is no node of Drover's. */
    record Stranger() implements Answer {}

    /** It has no ensemble yet, and waits for the node of this name to found one. */
    record Waits(String founder) implements Answer {}

    /** It belongs to one. */
    record Serves(Part part) implements Answer {}

    /** What it does in its ensemble. */
    enum Part {
        LEADS,
        FOLLOWS,
        /** It takes what the others have, and does not vote. */
        OBSERVES,
        /** It sees no leader. */
        UNDECIDED
    }
}
