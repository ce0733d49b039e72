package dev.drover.registry.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.plane.Ticker;
import dev.drover.registry.command.Command.Kv;
import dev.drover.registry.command.Outcome;
import dev.drover.registry.replica.Replica;
import dev.drover.registry.state.Topic;
import dev.drover.testkit.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A mistake in what follows from an entry takes nothing down with it. */
@Timeout(60)
class MistakeTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    /** Stumbles over all news, while it is told to. */
    private static final class Clumsy implements Replica.Listener {
        private volatile boolean stumbles;

        private void hear() {
            if (stumbles) {
                throw new IllegalStateException("stumbled");
            }
        }

        @Override
        public void changed(Set<Topic> topics) {
            hear();
        }

        @Override
        public void replaced() {
            hear();
        }
    }

    private static Kv put(String key) {
        return new Kv.Put(key, new byte[] {1}, 0);
    }

    @Test
    void isToldAndOverAsSoonAsItIsNotMadeAgain() throws Exception {
        var clumsy = new Clumsy();
        var replica = new Replica();
        replica.listen(clumsy);
        try (var server = EmbeddedServer.start(folder);
                var node = new ZooKeeperRegistry(server.settings(), Ticker.system(), replica)) {
            assertTrue(node.awaitCaughtUp(SOON));
            assertInstanceOf(Outcome.Done.class, node.apply(put("a")));
            assertEquals(Optional.empty(), node.trouble());
            clumsy.stumbles = true;
            assertInstanceOf(Outcome.Done.class, node.apply(put("b")), "who wrote it learns that it is written");
            Await.until("it is told", SOON, () -> node.trouble().orElse("").contains("stumbled"));
            Await.until(
                    "nobody takes it for up to date",
                    SOON,
                    () -> !node.contact().leader());
            clumsy.stumbles = false;
            assertTrue(node.awaitCaughtUp(SOON));
            Await.until("it is over", SOON, () -> node.trouble().isEmpty());
            assertInstanceOf(Outcome.Done.class, node.apply(put("c")));
            assertNotNull(node.state().key("b"));
        }
    }
}
