package dev.drover.registry.ensemble;

import dev.drover.model.Coordination;
import dev.drover.model.Node;
import dev.drover.registry.store.Coordinator;
import dev.drover.registry.store.EmbeddedServer;
import dev.drover.registry.store.ZooKeeperRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The three ways to keep the order of the registry's writes, and which of them a node takes. Behind them everything is the same. */
public final class Coordinators {
    private final Coordination wanted;
    private final String self;
    private final Map<String, Node> nodes;
    private final Optional<SiteKey> key;
    private final Path folder;

    /**
     * Those of one node.
     *
     * @param wanted of an ensemble the members at this node's site alone; without any the node keeps its own
     * @param self name of this node
     * @param nodes all that are declared, by name
     * @param key of the declared secret; there is one for each ensemble of Drover's own
     * @param folder where data lie that are kept here
     */
    public Coordinators(Coordination wanted, String self, Map<String, Node> nodes, Optional<SiteKey> key, Path folder) {
        this.wanted = wanted;
        this.self = self;
        this.nodes = nodes;
        this.key = key;
        this.folder = folder;
    }

    /** Whether this node keeps it for itself and waits for no other machine. */
    public boolean alone() {
        return switch (wanted) {
            case Coordination.Embedded() -> true;
            case Coordination.Connect _ -> false;
            case Coordination.Ensemble ensemble -> ensemble.nodes().isEmpty();
        };
    }

    /** Starts what of it runs here. */
    public Coordinator start() throws IOException, InterruptedException {
        return switch (wanted) {
            case Coordination.Embedded() -> EmbeddedServer.start(folder);
            case Coordination.Connect connect ->
                new Existing(ZooKeeperRegistry.Settings.of(
                        String.join(",", connect.addresses()),
                        key.map(SiteKey::password).orElse("")));
            case Coordination.Ensemble ensemble ->
                ensemble.nodes().isEmpty() ? EmbeddedServer.start(folder) : start(ensemble);
        };
    }

    /** An ensemble that exists without Drover. */
    private record Existing(ZooKeeperRegistry.Settings settings) implements Coordinator {
        @Override
        public Optional<String> trouble() {
            return Optional.empty();
        }

        @Override
        public void close() {
            // Nothing runs here.
        }
    }

    /** The members that shall be, in their order; none where no ensemble of Drover's own is wanted, or none at this site. */
    public List<Place> members() {
        return wanted instanceof Coordination.Ensemble ensemble
                ? ensemble.nodes().stream()
                        .map(name -> new Place(name, node(name).address().orElseThrow()))
                        .toList()
                : List.of();
    }

    private Coordinator start(Coordination.Ensemble ensemble) throws IOException {
        var ports = new Ports(
                ensemble.ports().clients(),
                ensemble.ports().members(),
                ensemble.ports().election());
        var settings = new EnsembleMember.Settings(folder, self, members(), ports, key.orElseThrow());
        var place = place();
        return place.isPresent() ? EnsembleMember.start(settings, place.get()) : EnsembleClient.start(settings);
    }

    /** Where other members reach this node: as declared, or where it sat when it last belonged. */
    private Optional<Place> place() throws IOException {
        var declared = Optional.ofNullable(nodes.get(self))
                .flatMap(Node::address)
                .filter(Place::isLiteral)
                .map(address -> new Place(self, address));
        return declared.isPresent()
                ? declared
                : new MemberFiles(folder).seat().map(seat -> new Place(self, seat.address()));
    }

    /** The model is sound: members are declared, with addresses. */
    private Node node(String name) {
        return Objects.requireNonNull(nodes.get(name), name);
    }
}
