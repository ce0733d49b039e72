package dev.drover.dns.discovery;

import dev.drover.plane.Discovery;
import dev.drover.plane.Discovery.Instance;
import dev.drover.plane.Discovery.Node;
import dev.drover.plane.Registrations.Said;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A catalog made up by a test, for the site dc1. To be changed only before it is handed out. */
final class FakeCatalog implements Discovery.Catalog {
    final Map<String, Node> nodes = new LinkedHashMap<>();
    final Map<String, List<Instance>> services = new LinkedHashMap<>();
    final Map<String, Discovery.Found> queries = new HashMap<>();
    final Map<String, Discovery.At> addresses = new HashMap<>();
    long index = 1;
    boolean known = true;
    int read;

    FakeCatalog() {
        node("alpha", "10.0.0.1");
    }

    Node node(String name, String address) {
        var node = new Node(name, address, Map.of(), Map.of());
        nodes.put(name, node);
        return node;
    }

    /** One on the node alpha, with one check. */
    Instance add(String service, String id, String address, int port, String status, String... tags) {
        return add(new Instance(
                nodes.get("alpha"),
                id,
                service,
                List.of(tags),
                address,
                Map.of(),
                port,
                10,
                2,
                List.of(new Said("check-" + id, "", status, status.equals("passing") ? "" : "refused"))));
    }

    Instance add(Instance instance) {
        services.computeIfAbsent(instance.service(), s -> new ArrayList<>()).add(instance);
        return instance;
    }

    void query(String name, String nearest, boolean nearClient, Optional<Duration> ttl, Instance... let) {
        queries.put(name, new Discovery.Found("web", List.of(let), nearest, nearClient, ttl));
    }

    @Override
    public String site() {
        return "dc1";
    }

    @Override
    public boolean isKnown() {
        return known;
    }

    @Override
    public long index() {
        return index;
    }

    @Override
    public long indexOfService(String name) {
        return index;
    }

    @Override
    public long indexOfNode(String name) {
        return index;
    }

    @Override
    public long indexOfQueries() {
        return index;
    }

    @Override
    public long indexOfAddresses() {
        return index;
    }

    @Override
    public List<Instance> instances(String service) {
        read++;
        return services.getOrDefault(service, List.of());
    }

    @Override
    public @Nullable Node node(String name) {
        return nodes.get(name);
    }

    @Override
    public Optional<Discovery.Found> query(String name) {
        return Optional.ofNullable(queries.get(name));
    }

    @Override
    public Optional<Discovery.At> at(String address) {
        return Optional.ofNullable(addresses.get(address));
    }

    @Override
    public List<Node> servers() {
        return List.copyOf(nodes.values());
    }
}
