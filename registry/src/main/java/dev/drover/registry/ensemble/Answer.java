package dev.drover.registry.ensemble;

/** What a declared member answers when it is asked whether it belongs to an ensemble. */
sealed interface Answer {
    /** Nothing: it does not run, or cannot be reached. */
    record Silent() implements Answer {}

    /** It has another secret, or is no node of Drover's. */
    record Stranger() implements Answer {}

    /** It has no ensemble yet, and waits for the node of this name to found one. */
    record Waits(String founder) implements Answer {}

    /** It belongs to one. */
    record Serves() implements Answer {}
}
