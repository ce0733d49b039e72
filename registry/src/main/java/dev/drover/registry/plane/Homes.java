package dev.drover.registry.plane;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.drover.model.Model;
import dev.drover.model.Registry;
import dev.drover.registry.consul.Home;
import dev.drover.registry.entry.Node;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Tells who this node is in the catalog. Its id is drawn once and kept. */
final class Homes {
    private static final String LOOPBACK = "127.0.0.1";

    /** Where Consul's agents gossip; told since clients read it. */
    private static final int SERF = 8301;

    private Homes() {}

    static Home of(Model model, Registry registry, String name, String version, Path folder, RandomGenerator random)
            throws IOException {
        Optional<dev.drover.model.Node> declared =
                Optional.ofNullable(model.nodes().get(name));
        String address = declared.flatMap(dev.drover.model.Node::address).orElseGet(() -> listened(registry));
        var node = new Node(
                id(folder, random),
                name,
                address,
                Map.of("lan", address, "wan", address),
                Map.of("consul-network-segment", ""),
                0,
                0);
        String site = declared.flatMap(dev.drover.model.Node::site).orElse("dc1");
        return new Home(node, site, version, InetSocketAddress.createUnresolved(address, SERF));
    }

    /** Where it is asked, it is; one that is asked everywhere or on loopback alone is told as loopback. */
    private static String listened(Registry registry) {
        return registry.listen().isUnspecified() ? LOOPBACK : registry.listen().host();
    }

    private static String id(Path folder, RandomGenerator random) throws IOException {
        Path kept = folder.resolve("node-id");
        if (Files.exists(kept)) {
            String text = Files.readString(kept, US_ASCII).strip();
            try {
                return UUID.fromString(text).toString();
            } catch (IllegalArgumentException e) {
                throw new IOException(kept + ": " + text + " (expected: a UUID); delete the file for a new one", e);
            }
        }
        long high = (random.nextLong() & ~0xf000L) | 0x4000L;
        long low = (random.nextLong() & ~(3L << 62)) | (1L << 63);
        String drawn = new UUID(high, low).toString();
        Files.createDirectories(folder);
        Files.writeString(kept, drawn + "\n", US_ASCII);
        return drawn;
    }
}
