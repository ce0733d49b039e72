package dev.drover.bench;

import dev.drover.plane.Discovery;
import dev.drover.plane.Registrations.Said;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A catalog with one service of four instances. */
final class FourInstances implements Discovery.Catalog {
    private final Discovery.Node node = new Discovery.Node("alpha", "10.0.0.1", Map.of(), Map.of());
    private final List<Discovery.Instance> instances = IntStream.range(0, 4)
            .mapToObj(i -> new Discovery.Instance(
                    node,
                    "web-" + i,
                    "web",
                    List.of(),
                    "10.0.1." + i,
                    Map.of(),
                    8000 + i,
                    1,
                    1,
                    List.of(new Said("check", "", "passing", ""))))
            .toList();

    @Override
    public String site() {
        return "dc1";
    }

    @Override
    public boolean isKnown() {
        return true;
    }

    @Override
    public long index() {
        return 7;
    }

    @Override
    public long indexOfService(String name) {
        return 7;
    }

    @Override
    public long indexOfNode(String name) {
        return 7;
    }

    @Override
    public long indexOfQueries() {
        return 7;
    }

    @Override
    public long indexOfAddresses() {
        return 7;
    }

    @Override
    public List<Discovery.Instance> instances(String service) {
        return instances;
    }

    @Override
    public Discovery.@Nullable Node node(String name) {
        return node;
    }

    @Override
    public Optional<Discovery.Found> query(String name) {
        return Optional.empty();
    }

    @Override
    public Optional<Discovery.At> at(String address) {
        return Optional.empty();
    }

    @Override
    public List<Discovery.Node> servers() {
        return List.of(node);
    }
}
