package dev.drover.dns.discovery;

import dev.drover.plane.Discovery;
import java.util.Map;

/**
 * What there is at a name.
 *
 * @param exists false for a service of which nothing is healthy: to clients there is no such name, as with Consul
 * @param records by number of type
 * @param alias instead of addresses, where those are a host's that somebody else answers for
 * @param forClient whether the order depends on who asks
 * @param made of which the catalog may have newer
 */
record Found(boolean exists, Map<Integer, Records> records, Records alias, boolean forClient, Made made) {
    /** What it was made of. */
    sealed interface Made {
        /** Of nothing that changes. */
        record OfItself() implements Made {}

        record OfService(String name, long index) implements Made {}

        record OfNode(String name, long index) implements Made {}

        record OfQuery(long queries, String service, long index) implements Made {}

        /** Of this catalog alone. */
        record OfMoment() implements Made {}
    }

    Found {
        records = Map.copyOf(records);
    }

    /** Whether it would be made the same of this catalog. */
    boolean holds(Discovery.Catalog now) {
        return switch (made) {
            case Made.OfItself itself -> true;
            case Made.OfService(String name, long index) -> now.indexOfService(name) == index;
            case Made.OfNode(String name, long index) -> now.indexOfNode(name) == index;
            case Made.OfQuery(long queries, String service, long index) ->
                now.indexOfQueries() == queries && now.indexOfService(service) == index;
            case Made.OfMoment moment -> false;
        };
    }
}
