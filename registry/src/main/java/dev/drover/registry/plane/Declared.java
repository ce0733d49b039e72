package dev.drover.registry.plane;

import dev.drover.board.Snapshot;
import dev.drover.model.Instances;
import dev.drover.model.Model;
import dev.drover.model.Node;
import dev.drover.registry.Registry;
import dev.drover.registry.bridge.Declarations;
import dev.drover.registry.bridge.Votes;
import dev.drover.registry.consul.Home;
import dev.drover.registry.entry.Service;
import dev.drover.registry.sites.Peers;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The services that files declare, as the registry has to do with them: they are told to the catalog, and where several nodes keep the
 * registry they are measured together.
 *
 * <p>What only this node can reach, its own processes, it tells of as services on itself. What every node of the site reaches is told of by
 * one of them, as services of the node {@value #EXTERNAL}, which no machine is.
 */
final class Declared implements AutoCloseable {
    static final String EXTERNAL = "drover";

    /** By this Consul's own tools know nodes that run no agent. */
    private static final dev.drover.registry.entry.Node NODE = new dev.drover.registry.entry.Node(
            "", EXTERNAL, "0.0.0.0", Map.of(), Map.of("external-node", "true", "external-probe", "true"), 0, 0);

    private final String name;
    private final Declarations own;
    private final @Nullable Common common;

    /** What nodes measure and tell of together. */
    private record Common(Votes votes, Declarations told) {}

    /** @param shared whether other nodes keep, or use, the same registry */
    Declared(Registry registry, Home home, Works.Joins joins, boolean shared) {
        name = home.node().name();
        own = new Declarations(registry, home.node(), id -> true, joins.ticker());
        if (shared) {
            var votes = new Votes(registry, name, joins.vantages(), joins.reports(), joins.ticker());
            var told = new Declarations(registry, NODE, votes::owns, joins.ticker());
            votes.whenDivided(told::divide);
            common = new Common(votes, told);
        } else {
            common = null;
        }
    }

    /** From now on these services, and no others. */
    void want(Model model) {
        var here = new HashSet<String>();
        var everywhere = new HashSet<String>();
        Peers peers = Peers.of(model, name);
        model.services().forEach((service, declared) -> {
            if (peers.isAbroad(service)) {
                return; // the catalog of its own site has it
            }
            switch (declared.instances()) {
                case Instances.Registered _ -> {}
                case Instances.Run _ -> here.add(service);
                case Instances.Addresses _ -> (common == null ? here : everywhere).add(service);
            }
        });
        own.want(here);
        if (common != null) {
            common.votes().want(site(model));
            common.told().want(everywhere);
        }
    }

    /** The nodes of this node's site. */
    private Set<String> site(Model model) {
        Optional<String> here = Optional.ofNullable(model.nodes().get(name)).flatMap(Node::site);
        return model.nodes().values().stream()
                .filter(n -> n.site().equals(here))
                .map(Node::name)
                .collect(Collectors.toSet());
    }

    void observe(Snapshot snapshot) {
        own.observe(snapshot);
        if (common != null) {
            common.told().observe(snapshot);
        }
    }

    /** Whether it is one of those that were told. */
    boolean isOurs(Service service) {
        return own.isOurs(service) || (common != null && common.told().isOurs(service));
    }

    @Override
    public void close() {
        if (common != null) {
            common.told().close();
            common.votes().close();
        }
        own.close();
    }
}
