package dev.drover.registry.ensemble;

import static dev.drover.registry.ensemble.Site.SOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.model.Coordination;
import dev.drover.plane.Ticker;
import dev.drover.registry.command.Command.Kv;
import dev.drover.registry.command.Outcome;
import dev.drover.registry.store.EmbeddedServer;
import dev.drover.registry.store.ZooKeeperRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An embedded server stands for the ensemble that exists: what it keeps of others has access lists, too. */
@Timeout(60)
class CoordinatorsTest {
    @TempDir
    Path folder;

    private Coordinators connecting(EmbeddedServer there, Optional<String> secret) {
        var wanted = new Coordination.Connect(List.of(there.address()), Optional.empty());
        return new Coordinators(wanted, "a", Map.of(), secret.map(SiteKey::of), folder.resolve("a"));
    }

    private static ZooKeeperRegistry registry(Coordinators coordinators) throws Exception {
        return new ZooKeeperRegistry(coordinators.start().settings(), Ticker.system());
    }

    @Test
    void usesAnEnsembleThatExists() throws Exception {
        try (var there = EmbeddedServer.start(folder.resolve("there"))) {
            var coordinators = connecting(there, Optional.empty());
            assertFalse(coordinators.alone());
            assertEquals(Optional.empty(), coordinators.start().trouble());
            try (var one = registry(coordinators);
                    var two = registry(coordinators)) {
                assertTrue(one.awaitCaughtUp(SOON));
                assertInstanceOf(Outcome.Done.class, one.apply(new Kv.Put("k", new byte[] {1}, 0)));
                two.consistent();
                assertNotNull(two.state().key("k"));
            }
        }
    }

    @Test
    void letsOnlyWhoKnowsTheSecretReadThere() throws Exception {
        try (var there = EmbeddedServer.start(folder.resolve("there"))) {
            try (var one = registry(connecting(there, Optional.of(Site.SECRET)))) {
                assertTrue(one.awaitCaughtUp(SOON));
                assertInstanceOf(Outcome.Done.class, one.apply(new Kv.Put("k", new byte[] {1}, 0)));
            }
            try (var again = registry(connecting(there, Optional.of(Site.SECRET + "\n")))) {
                assertTrue(again.awaitCaughtUp(SOON));
                assertNotNull(again.state().key("k"));
            }
            try (var stranger = registry(connecting(there, Optional.empty()))) {
                assertFalse(stranger.awaitCaughtUp(Duration.ofSeconds(3)));
                assertEquals(0, stranger.state().keyCount());
            }
        }
    }

    @Test
    void waitsForNobodyWhereANodeKeepsItForItself() {
        var alone = new Coordinators(new Coordination.Embedded(), "a", Map.of(), Optional.empty(), folder);
        assertTrue(alone.alone());
    }
}
