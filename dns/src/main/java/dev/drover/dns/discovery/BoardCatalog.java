package dev.drover.dns.discovery;

import dev.drover.board.Instance;
import dev.drover.board.Intent;
import dev.drover.board.Measured;
import dev.drover.board.ServiceState;
import dev.drover.board.Snapshot;
import dev.drover.model.Instances;
import dev.drover.model.Model;
import dev.drover.model.Node;
import dev.drover.plane.Discovery;
import dev.drover.plane.Registrations.Said;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The catalog where no registry runs: this node and the services that a file declares, as they would be in the registry. Names of these do not
 * change when a registry is added.
 */
final class BoardCatalog implements Discovery.Catalog {
    private static final String LOOPBACK = "127.0.0.1";
    private static final String DEFAULT_SITE = "dc1";

    private final Model model;
    private final Snapshot board;
    private final Discovery.Node node;
    private final String site;

    /** @param name of this node */
    BoardCatalog(Model model, Snapshot board, String name) {
        this.model = model;
        this.board = board;
        Optional<Node> declared = Optional.ofNullable(model.nodes().get(name));
        this.site = declared.flatMap(Node::site).orElse(DEFAULT_SITE);
        this.node = new Discovery.Node(name, declared.flatMap(Node::address).orElse(LOOPBACK), Map.of(), Map.of());
    }

    @Override
    public String site() {
        return site;
    }

    /** Where there shall be a registry, it knows more. */
    @Override
    public boolean isKnown() {
        return model.registry().isEmpty();
    }

    @Override
    public long index() {
        return board.generation();
    }

    @Override
    public long indexOfService(String name) {
        return board.generation();
    }

    @Override
    public long indexOfNode(String name) {
        return 0;
    }

    @Override
    public long indexOfQueries() {
        return 0;
    }

    @Override
    public long indexOfAddresses() {
        return board.generation();
    }

    @Override
    public List<Discovery.Instance> instances(String service) {
        return board.services().values().stream()
                .filter(s -> s.name().equalsIgnoreCase(service) && isDeclared(s))
                .flatMap(s -> s.instances().stream())
                .map(this::instance)
                .toList();
    }

    private boolean isDeclared(ServiceState state) {
        return model.service(state.name())
                .filter(s -> !(s.instances() instanceof Instances.Registered))
                .isPresent();
    }

    private Discovery.Instance instance(Instance instance) {
        var checks = new ArrayList<Said>();
        Measured measured = instance.measured();
        boolean up = measured.isUp();
        checks.add(new Said("measured", "Measured by Drover", up ? "passing" : "critical", measured.reason()));
        Intent intent = instance.intent();
        if (intent.wish() == Intent.Wish.DRAINING || intent.wish() == Intent.Wish.FORCED_DOWN) {
            checks.add(new Said("maintenance", "Maintenance", "critical", "taken out of service by " + intent.by()));
        }
        return new Discovery.Instance(
                node,
                instance.id().instance(),
                instance.id().service(),
                List.of(),
                instance.address().isUnresolved()
                        ? instance.address().getHostString()
                        : instance.address().getAddress().getHostAddress(),
                Map.of(),
                instance.address().getPort(),
                instance.weight(),
                instance.weight(),
                checks);
    }

    @Override
    public Discovery.@Nullable Node node(String name) {
        return name.toLowerCase(Locale.ROOT).equals(node.name().toLowerCase(Locale.ROOT)) ? node : null;
    }

    @Override
    public Optional<Discovery.Found> query(String name) {
        return Optional.empty();
    }

    @Override
    public Optional<Discovery.At> at(String address) {
        if (node.address().equals(address)) {
            return Optional.of(new Discovery.At(true, node.name()));
        }
        return board.services().values().stream()
                .filter(this::isDeclared)
                .filter(s -> s.instances().stream()
                        .anyMatch(i -> instance(i).address().equals(address)))
                .findFirst()
                .map(s -> new Discovery.At(false, s.name()));
    }

    @Override
    public List<Discovery.Node> servers() {
        return List.of(node);
    }
}
