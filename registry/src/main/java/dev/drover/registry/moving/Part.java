package dev.drover.registry.moving;

import java.util.List;

/**
 * How much there is of one kind of things.
 *
 * @param missing that are not there yet
 * @param same that are there as they are
 * @param other that are there, and otherwise: by their names
 */
public record Part(String kind, int missing, int same, List<String> other) {
    public Part {
        other = List.copyOf(other);
    }
}
