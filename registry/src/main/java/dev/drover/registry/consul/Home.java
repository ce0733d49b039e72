package dev.drover.registry.consul;

import dev.drover.registry.entry.Node;
import java.net.InetSocketAddress;

/**
 * The node that answers, as Consul's agent API tells of it.
 *
 * @param node its entry in the catalog; indexes mean nothing here
 * @param datacenter the site
 * @param version of Drover
 * @param serf where nodes would gossip; told because clients read it, nobody listens there
 */
public record Home(Node node, String datacenter, String version, InetSocketAddress serf) {
    /** The Consul whose API this is; clients decide by it what they may ask. */
    static final String SPOKEN = "1.8.7";

    String name() {
        return node.name();
    }
}
