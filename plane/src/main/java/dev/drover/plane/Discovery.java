package dev.drover.plane;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Port: what discovery names are made of. Offered by the registry, asked for by the names, with every query: it must be quick. */
public interface Discovery {
    /**
     * What the catalog of this site holds now: the same object as long as nothing changed, and what was last known when nobody keeps it
     * any more. Null where there is no registry.
     */
    @Nullable
    Catalog now();

    /** Catalogs of other sites. */
    default Abroad abroad() {
        return Abroad.nowhere();
    }

    /** There is no registry. */
    static Discovery none() {
        return () -> null;
    }

    /**
     * A catalog at one moment: it does not change. Names of nodes and services are found whatever their case.
     *
     * <p>Its numbers tell whether something is still as in an earlier one: it is while its number stays.
     */
    interface Catalog {
        /** The datacenter whose catalog it is. */
        String site();

        /** False while nothing is known yet: then nobody can tell that there is no such name. */
        boolean isKnown();

        /** Position of the newest write. */
        long index();

        /** Of a service: its instances, their nodes, and the checks of both. */
        long indexOfService(String name);

        long indexOfNode(String name);

        /** Of all prepared queries. */
        long indexOfQueries();

        /** Of who is there at which address, whatever checks say. */
        long indexOfAddresses();

        List<Instance> instances(String service);

        @Nullable
        Node node(String name);

        /** The prepared query of that name or id, executed; empty where none has it. */
        Optional<Found> query(String name);

        /** What is at an address, as it was registered: the first node, else the first service. */
        Optional<At> at(String address);

        /** Nodes that answer for names: this one first. */
        List<Node> servers();
    }

    /** A machine. */
    record Node(String name, String address, Map<String, String> tagged, Map<String, String> meta) {
        public Node {
            tagged = Map.copyOf(tagged);
            meta = Map.copyOf(meta);
        }
    }

    /**
     * An instance of a service on a node.
     *
     * @param address empty where the node's own holds
     * @param tagged more addresses, such as {@code lan_ipv6}
     * @param weight while all its checks pass
     * @param warning weight while one warns
     * @param checks its own and its node's
     */
    record Instance(
            Node node,
            String id,
            String service,
            List<String> tags,
            String address,
            Map<String, String> tagged,
            int port,
            int weight,
            int warning,
            List<Registrations.Said> checks) {
        public Instance {
            tags = List.copyOf(tags);
            tagged = Map.copyOf(tagged);
            checks = List.copyOf(checks);
        }

        public boolean isCritical() {
            return checks.stream().anyMatch(c -> c.status().equals("critical"));
        }

        public boolean isPassing() {
            return checks.stream().allMatch(c -> c.status().equals("passing"));
        }
    }

    /**
     * What a prepared query came to.
     *
     * @param service that it asks for
     * @param instances that it lets through
     * @param nearest name of the node whose instance comes first; empty for none
     * @param nearClient whether the instance on the client's own machine comes first
     * @param ttl absent where that of the service holds
     * @param goesOn whether other sites are to be asked while it lets nobody through
     */
    record Found(
            String service,
            List<Instance> instances,
            String nearest,
            boolean nearClient,
            Optional<Duration> ttl,
            boolean goesOn) {
        public Found {
            instances = List.copyOf(instances);
        }

        /** One of this site alone. */
        public Found(
                String service, List<Instance> instances, String nearest, boolean nearClient, Optional<Duration> ttl) {
            this(service, instances, nearest, nearClient, ttl, false);
        }
    }

    /** What is at an address: the node of that name, else a service. */
    record At(boolean isNode, String name) {}
}
