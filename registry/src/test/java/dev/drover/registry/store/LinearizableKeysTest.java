package dev.drover.registry.store;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.plane.Ticker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Keys, versions and locks as several clients of several nodes see them at the same time, while the store goes away and comes back:
 * everything that was answered must fit one order. What was not answered may have happened or not.
 */
@Timeout(180)
class LinearizableKeysTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int NODES = 3;
    private static final int OPERATIONS = 150;
    private static final int RESTARTS = 2;

    @TempDir
    Path folder;

    @Test
    void fitsOneOrderWhateverBecomesOfTheStore() throws Exception {
        var server = EmbeddedServer.start(folder);
        var nodes = new ArrayList<ZooKeeperRegistry>();
        try (var clients = new KeyClients(nodes, OPERATIONS)) {
            for (int i = 0; i < NODES; i++) {
                var settings = ZooKeeperRegistry.Settings.of(server.address(), server.secret())
                        .withSegments(100, 1 << 20)
                        .withPatience(Duration.ofSeconds(3));
                nodes.add(new ZooKeeperRegistry(settings, Ticker.system()));
            }
            for (var node : nodes) {
                assertTrue(node.awaitCaughtUp(SOON));
            }
            clients.start();
            for (int restart = 1; restart <= RESTARTS; restart++) {
                clients.awaitPart(restart, RESTARTS + 1, Duration.ofSeconds(60));
                server.close();
                server = EmbeddedServer.start(folder);
            }
            clients.assertLinearizable(Duration.ofSeconds(120));
        } finally {
            nodes.forEach(ZooKeeperRegistry::close);
            server.close();
        }
    }
}
