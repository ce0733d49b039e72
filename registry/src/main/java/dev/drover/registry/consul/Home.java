package dev.drover.registry.consul;

import dev.drover.registry.entry.Check;
import dev.drover.registry.entry.CheckDefinition;
import dev.drover.registry.entry.CheckStatus;
import dev.drover.registry.entry.Node;
import java.net.InetSocketAddress;
import java.util.List;

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

    /** The check that stands for the node itself being there. Consul's name for it, which sessions ask for. */
    public static final String LIVENESS = "serfHealth";

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

    String name() {
        return node.name();
    }
}
