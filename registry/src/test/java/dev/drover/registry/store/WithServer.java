package dev.drover.registry.store;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.plane.Ticker;
import dev.drover.registry.command.Command.Kv;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A server in this process, and nodes that keep their registry there. */
abstract class WithServer {
    static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    final List<ZooKeeperRegistry> nodes = new ArrayList<>();
    EmbeddedServer server;

    @BeforeEach
    void start() throws Exception {
        server = EmbeddedServer.start(folder);
    }

    @AfterEach
    void stop() {
        nodes.forEach(ZooKeeperRegistry::close);
        server.close();
    }

    ZooKeeperRegistry node() throws Exception {
        return node(4_096);
    }

    ZooKeeperRegistry node(long segment) throws Exception {
        var settings =
                ZooKeeperRegistry.Settings.of(server.address(), server.secret()).withSegments(segment, 1 << 20);
        var node = new ZooKeeperRegistry(settings, Ticker.system());
        nodes.add(node);
        assertTrue(node.awaitCaughtUp(SOON), "it did not catch up");
        return node;
    }

    static Kv put(String key, String value) {
        return new Kv.Put(key, value.getBytes(StandardCharsets.UTF_8), 0);
    }

    static String value(ZooKeeperRegistry node, String key) {
        var entry = node.state().key(key);
        assertNotNull(entry, key);
        return new String(entry.value(), StandardCharsets.UTF_8);
    }

    interface Use<T> {
        T of(ZooKeeper zk) throws KeeperException, InterruptedException;
    }

    <T> T withZooKeeper(boolean knowing, Use<T> use) throws Exception {
        var zk = new ZooKeeper(server.address(), 10_000, _ -> {});
        try {
            if (knowing) {
                zk.addAuthInfo("digest", ("drover:" + server.secret()).getBytes(StandardCharsets.UTF_8));
            }
            return use.of(zk);
        } finally {
            zk.close();
        }
    }
}
