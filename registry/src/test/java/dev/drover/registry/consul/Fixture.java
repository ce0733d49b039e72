package dev.drover.registry.consul;

import dev.drover.plane.NodeLife;
import dev.drover.plane.Ticker;
import dev.drover.registry.MemoryRegistry;
import dev.drover.registry.Unavailable;
import dev.drover.registry.access.Tokens;
import dev.drover.registry.agent.Local;
import dev.drover.registry.agent.LocalAgent;
import dev.drover.registry.command.Command;
import dev.drover.registry.entry.Check;
import dev.drover.registry.entry.Node;
import dev.drover.registry.sites.Elsewhere;
import dev.drover.testkit.peer.Consul;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Consul's API on a registry in memory, on the node that a Consul of the testkit also is. */
public record Fixture(MemoryRegistry registry, LocalAgent agent, ConsulServer server) implements AutoCloseable {
    public static Fixture start() throws IOException {
        return start(Tokens.NONE);
    }

    public static Fixture start(Tokens tokens) throws IOException {
        return start(tokens, NodeLife.none());
    }

    static Fixture start(Tokens tokens, NodeLife life) throws IOException {
        return start(new MemoryRegistry(InstantSource.system()), "dc1", Elsewhere.nowhere(), tokens, life);
    }

    static Fixture start(MemoryRegistry registry, String site, Elsewhere elsewhere, Tokens tokens, NodeLife life)
            throws IOException {
        String loopback = "127.0.0.1";
        var node = new Node(
                Consul.NODE_ID,
                Consul.NODE,
                loopback,
                Map.of("lan", loopback, "lan_ipv4", loopback, "wan", loopback, "wan_ipv4", loopback),
                Map.of("consul-network-segment", ""),
                0,
                0);
        try {
            registry.apply(new Command.Register(node, false, List.of(), List.of(Check.alive(Consul.NODE))));
        } catch (Unavailable e) {
            throw new IOException(e);
        }
        var agent = new LocalAgent(registry, Consul.NODE, Ticker.system(), new Random(2), Local.means());
        var door = new Door(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), tokens);
        var home = new Home(node, site, "0.1.0", new InetSocketAddress(loopback, 8301));
        return new Fixture(
                registry,
                agent,
                ConsulServer.start(
                        door,
                        home,
                        registry,
                        agent,
                        elsewhere,
                        () -> life,
                        Servers.alone(home, registry),
                        Ticker.system(),
                        new Random(1)));
    }

    public int port() {
        return server.address().getPort();
    }

    @Override
    public void close() {
        server.close();
        agent.close();
    }
}
