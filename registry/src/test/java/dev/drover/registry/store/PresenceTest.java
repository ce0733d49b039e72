package dev.drover.registry.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.plane.Ticker;
import dev.drover.testkit.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PresenceTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private static ZooKeeperRegistry node(EmbeddedServer server) throws InterruptedException {
        var node = new ZooKeeperRegistry(server.settings(), Ticker.system());
        assertTrue(node.awaitCaughtUp(SOON));
        return node;
    }

    @Test
    void tellsWhoIsThereAndWhoIsGone() throws Exception {
        try (var server = EmbeddedServer.start(folder);
                var one = node(server)) {
            var alpha = one.presenceOf("Alpha");
            assertEquals(Set.of("alpha"), alpha.look());
            try (var two = node(server)) {
                assertEquals(
                        Set.of("alpha", "beta 2/é"), two.presenceOf("beta 2/é").look());
                Await.until("it is seen", SOON, () -> alpha.look().equals(Set.of("alpha", "beta 2/é")));
            }
            Await.until("its end is seen", SOON, () -> alpha.look().equals(Set.of("alpha")));
        }
    }

    @Test
    void takesThePlaceOfItselfBeforeItWasStartedAgain() throws Exception {
        try (var server = EmbeddedServer.start(folder);
                var watching = node(server)) {
            var beta = watching.presenceOf("beta");
            var before = node(server);
            before.presenceOf("alpha").look();
            try (var again = node(server)) {
                var alpha = again.presenceOf("alpha");
                assertEquals(Set.of("alpha"), alpha.look());
                before.close();
                assertEquals(Set.of("alpha", "beta"), beta.look());
                assertEquals(Set.of("alpha", "beta"), beta.look());
            }
            Await.until("its end is seen", SOON, () -> beta.look().equals(Set.of("beta")));
        }
    }
}
