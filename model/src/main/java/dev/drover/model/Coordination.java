package dev.drover.model;

import java.util.List;
import java.util.Optional;

/** Where the order of the registry's writes is kept. */
public sealed interface Coordination {
    /** By each node for itself. */
    record Embedded() implements Coordination {}

    /**
     * By nodes of one site together; the other nodes of that site connect to them.
     *
     * @param nodes names, the first founds the ensemble
     * @param secret what they have in common, and all other nodes of the site
     */
    record Ensemble(List<String> nodes, Secret secret, Ports ports) implements Coordination {
        public Ensemble {
            nodes = List.copyOf(nodes);
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
     */
    record Ports(int clients, int members, int election) {
        public static final Ports DEFAULT = new Ports(2281, 2282, 2283);
    }
}
