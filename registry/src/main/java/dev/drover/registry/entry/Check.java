package dev.drover.registry.entry;

import java.util.List;

/**
 * One answer to "is it well?", of a node or of one service on it, by its id, which is unique on that node.
 *
 * @param serviceId empty for a check of the node itself, which then counts for each service on it
 * @param serviceName follows from the service; what a caller says here is not looked at
 * @param serviceTags likewise
 * @param type such as {@code http} or {@code ttl}; empty where nobody said
 */
public record Check(
        String node,
        String id,
        String name,
        CheckStatus status,
        String notes,
        String output,
        String serviceId,
        String serviceName,
        List<String> serviceTags,
        String type,
        CheckDefinition definition,
        long createIndex,
        long modifyIndex)
        implements Entry {
    /** The check that stands for the node itself being there. Consul's name for it, which sessions ask for. */
    public static final String LIVENESS = "serfHealth";

    public Check {
        serviceTags = List.copyOf(serviceTags);
        // Most have none, and each that was read brings an empty one of its own.
        definition = definition.equals(CheckDefinition.NONE) ? CheckDefinition.NONE : definition;
    }

    /** That check, passing, of a node. */
    public static Check alive(String node) {
        return new Check(
                node,
                LIVENESS,
                "Serf Health Status",
                CheckStatus.PASSING,
                "",
                "Agent alive and reachable",
                "",
                "",
                List.of(),
                "",
                CheckDefinition.NONE,
                0,
                0);
    }

    /** A check of a service, or of the node where {@code serviceId} is empty. */
    public static Check of(String node, String id, String serviceId, CheckStatus status) {
        return new Check(node, id, id, status, "", "", serviceId, "", List.of(), "", CheckDefinition.NONE, 0, 0);
    }

    public Check saying(CheckStatus changed, String text) {
        return new Check(
                node,
                id,
                name,
                changed,
                notes,
                text,
                serviceId,
                serviceName,
                serviceTags,
                type,
                definition,
                createIndex,
                modifyIndex);
    }

    public Check ofService(String knownName, List<String> knownTags) {
        return new Check(
                node,
                id,
                name,
                status,
                notes,
                output,
                serviceId,
                knownName,
                knownTags,
                type,
                definition,
                createIndex,
                modifyIndex);
    }

    public Check at(long created, long modified) {
        return new Check(
                node,
                id,
                name,
                status,
                notes,
                output,
                serviceId,
                serviceName,
                serviceTags,
                type,
                definition,
                created,
                modified);
    }

    public boolean same(Check other) {
        return at(0, 0).equals(other.at(0, 0));
    }
}
