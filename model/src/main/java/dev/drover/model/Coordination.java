package dev.drover.model;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where the order of the registry's writes is kept. */
public sealed interface Coordination {
    /** By each node for itself. */
    record Embedded() implements Coordination {}

    /**
     * By nodes of a site together; the other nodes of that site connect to them. Each site has its own, and none where no node of it is
     * named: then each of its nodes keeps the order for itself.
     *
     * @param nodes names, the first of a site founds its ensemble
     * @param secret what all nodes have in common
     */
    record Ensemble(List<String> nodes, Secret secret, Ports ports) implements Coordination {
        public Ensemble {
            nodes = List.copyOf(nodes);
        }

        /**
         * Those that stand at a site.
         *
         * @param declared all nodes, by name
         */
        public List<String> at(Optional<String> site, Map<String, Node> declared) {
            return declared.values().stream()
                    .filter(node -> node.site().equals(site))
                    .map(Node::name)
                    .filter(nodes::contains)
                    .sorted(Comparator.comparingInt(nodes::indexOf))
                    .toList();
        }
    }

    /**
     * By an ensemble of ZooKeeper that exists.
     *
     * @param addresses {@code HOST:PORT}
     * @param secret what Drover's nodes have in common; without one whoever reaches the ensemble may read and write what is theirs
     */
    record Connect(List<String> addresses, Optional<Secret> secret) implements Coordination {
        public Connect {
            addresses = List.copyOf(addresses);
        }
    }

    /**
     * Where members listen, each at its node's address.
     *
     * @param clients for all nodes of the site
     * @param members for members that follow it
     * @param election for members that look for a leader
     * @param sites for nodes of other sites; there every node that has an address listens, be it a member or not
     */
    record Ports(int clients, int members, int election, int sites) {
        public static final Ports DEFAULT = new Ports(2281, 2282, 2283, 2284);
    }
}
