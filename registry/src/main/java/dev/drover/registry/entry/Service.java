package dev.drover.registry.entry;

import java.util.List;
import java.util.Map;

/**
 * One instance of a service on a node, by its id, which is unique on that node.
 *
 * @param name what it is an instance of
 * @param address empty where the node's own holds
 * @param port 0 for none
 * @param enableTagOverride whether others than its node may change its tags
 */
public record Service(
        String node,
        String id,
        String name,
        List<String> tags,
        String address,
        Map<String, ServiceAddress> taggedAddresses,
        int port,
        Map<String, String> meta,
        Weights weights,
        boolean enableTagOverride,
        long createIndex,
        long modifyIndex)
        implements Entry {
    public Service {
        tags = List.copyOf(tags);
        taggedAddresses = Map.copyOf(taggedAddresses);
        meta = Map.copyOf(meta);
    }

    public static Service of(String node, String id, String name, int port) {
        return new Service(node, id, name, List.of(), "", Map.of(), port, Map.of(), Weights.DEFAULT, false, 0, 0);
    }

    public Service withTags(List<String> changed) {
        return new Service(
                node,
                id,
                name,
                changed,
                address,
                taggedAddresses,
                port,
                meta,
                weights,
                enableTagOverride,
                createIndex,
                modifyIndex);
    }

    public Service at(long created, long modified) {
        return new Service(
                node,
                id,
                name,
                tags,
                address,
                taggedAddresses,
                port,
                meta,
                weights,
                enableTagOverride,
                created,
                modified);
    }

    public boolean same(Service other) {
        return at(0, 0).equals(other.at(0, 0));
    }
}
