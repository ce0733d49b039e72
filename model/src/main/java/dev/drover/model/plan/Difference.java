package dev.drover.model.plan;

import java.util.List;

/**
 * One declared thing that is added, removed or changed.
 *
 * @param section {@code service}, {@code route}, {@code listener}, {@code certificate}, {@code node}, {@code site},
 *     {@code trusted}, {@code registry} or {@code cluster}
 * @param changes by key, in the order of the reference; all keys of an added thing that differ from their defaults
 * @param consequences what running requests and processes feel of it
 */
public record Difference(Kind kind, String section, String name, List<Change> changes, List<String> consequences) {
    public Difference {
        changes = List.copyOf(changes);
        consequences = List.copyOf(consequences);
    }

    public enum Kind {
        ADDED,
        REMOVED,
        CHANGED
    }

    /**
     * One key.
     *
     * @param key dotted, below the thing: {@code health.interval}
     * @param from as the file spells it; empty for what was not there
     * @param to as the file spells it; empty for what is no longer there
     */
    public record Change(String key, String from, String to) {}
}
