package dev.drover.registry.entry;

import java.util.Map;

/**
 * A machine, by its name, which is unique whatever its case.
 *
 * @param id a UUID, or empty
 */
public record Node(
        String id,
        String name,
        String address,
        Map<String, String> taggedAddresses,
        Map<String, String> meta,
        long createIndex,
        long modifyIndex)
        implements Entry {
    public Node {
        taggedAddresses = Map.copyOf(taggedAddresses);
        meta = Map.copyOf(meta);
    }

    public static Node of(String name, String address) {
        return new Node("", name, address, Map.of(), Map.of(), 0, 0);
    }

    public Node at(long created, long modified) {
        return new Node(id, name, address, taggedAddresses, meta, created, modified);
    }

    /** Whether both say the same, whenever they were written. */
    public boolean same(Node other) {
        return at(0, 0).equals(other.at(0, 0));
    }
}
