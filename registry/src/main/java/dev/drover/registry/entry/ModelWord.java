package dev.drover.registry.entry;

import java.time.Instant;
import java.util.List;

/**
 * What a node says of a generation of the model.
 *
 * @param runs the generation that is in force there
 * @param problems why it cannot run {@code generation}; empty where it does
 * @param at when it said so, by the clock of the order of writes; set by the registry
 */
public record ModelWord(String node, long generation, long runs, List<String> problems, Instant at) {
    public ModelWord {
        problems = List.copyOf(problems);
    }

    public ModelWord at(Instant time) {
        return new ModelWord(node, generation, runs, problems, time);
    }

    /** Whether it says the same, whenever that was. */
    public boolean same(ModelWord other) {
        return equals(other.at(at));
    }
}
