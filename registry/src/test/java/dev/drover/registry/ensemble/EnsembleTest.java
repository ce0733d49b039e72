package dev.drover.registry.ensemble;

import static dev.drover.registry.ensemble.Site.SOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.plane.Ticker;
import dev.drover.registry.Registry;
import dev.drover.registry.Unavailable;
import dev.drover.registry.command.Command.Kv;
import dev.drover.registry.command.Outcome;
import dev.drover.registry.store.EmbeddedServer;
import dev.drover.registry.store.ZooKeeperRegistry;
import dev.drover.testkit.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Members on 127.0.0.2 and following, in this process. */
@Timeout(240)
class EnsembleTest {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    @TempDir
    Path folder;

    private final Map<String, EnsembleMember> running = new LinkedHashMap<>();

    @AfterEach
    void stop() {
        running.values().forEach(EnsembleMember::close);
    }

    private EnsembleMember start(Site site, String name) throws IOException {
        var member = site.member(name);
        running.put(name, member);
        return member;
    }

    private void stop(String name) {
        var member = running.remove(name);
        assertNotNull(member, name);
        member.close();
    }

    private void startAll(Site site) throws IOException {
        for (var place : site.places()) {
            start(site, place.name());
        }
        awaitAll();
    }

    private void awaitAll() {
        running.forEach((name, member) ->
                Await.until(name + " takes part", SOON, member::serves, () -> String.valueOf(member.trouble())));
    }

    private String leader() {
        var found = new String[1];
        Await.until(
                "somebody leads",
                SOON,
                () -> running.entrySet().stream()
                        .filter(e -> e.getValue().leads())
                        .peek(e -> found[0] = e.getKey())
                        .findFirst()
                        .isPresent());
        return found[0];
    }

    private static Kv put(String key, String value) {
        return new Kv.Put(key, value.getBytes(StandardCharsets.UTF_8), 0);
    }

    /** Writes as soon as that is possible again. */
    private static void write(Registry node, String key, String value) {
        Await.until(key + " is written", SOON, () -> node.apply(put(key, value)) instanceof Outcome.Done);
    }

    private static void assertReads(Registry node, String key, String value) {
        Await.until(key + " is " + value, SOON, () -> {
            node.consistent();
            var entry = node.state().key(key);
            return entry != null && new String(entry.value(), StandardCharsets.UTF_8).equals(value);
        });
    }

    private static void delete(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            for (var one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(one);
            }
        }
    }

    @Test
    void keepsWhatWasWrittenWhoeverIsLost() throws Exception {
        var site = Site.of(folder, 3);
        startAll(site);
        assertEquals(3, running.get("a").ensemble().members().voters().size());
        try (var node = new ZooKeeperRegistry(site.client("node").settings().withPatience(PATIENCE), Ticker.system())) {
            assertTrue(node.awaitCaughtUp(SOON));
            write(node, "k", "all");
            for (var place : site.places()) {
                try (var at = site.registryAt(place.name(), PATIENCE)) {
                    assertReads(at, "k", "all");
                }
            }
            var lost = leader();
            stop(lost);
            write(node, "k", "two");
            start(site, lost);
            awaitAll();
            try (var at = site.registryAt(lost, PATIENCE)) {
                assertReads(at, "k", "two");
            }
            stop("b");
            stop("c");
            Await.until("the loss is seen", SOON, () -> !node.contact().leader());
            assertReadableOnly(node);
            start(site, "c");
            write(node, "k", "again two");
        }
    }

    private static void assertReadableOnly(Registry node) {
        long before = System.nanoTime();
        var refusal = assertThrows(Unavailable.class, () -> node.apply(put("k", "one")));
        assertTrue(System.nanoTime() - before < 2 * PATIENCE.toNanos(), "it waited too long");
        assertEquals("No cluster leader", refusal.getMessage());
        var entry = node.state().key("k");
        assertNotNull(entry);
        assertEquals("two", new String(entry.value(), StandardCharsets.UTF_8));
    }

    @Test
    void takesAlongWhatOneMachineWrote() throws Exception {
        var site = Site.of(folder, 3);
        try (var alone = EmbeddedServer.start(folder.resolve("a"));
                var node = new ZooKeeperRegistry(alone.settings(), Ticker.system())) {
            assertTrue(node.awaitCaughtUp(SOON));
            write(node, "old", "kept");
        }
        start(site, "b");
        start(site, "c");
        Await.until(
                "b waits for a",
                SOON,
                () -> running.get("b")
                        .trouble()
                        .orElse("")
                        .startsWith("waits for a (127.0.0.2), which is named first"));
        start(site, "a");
        awaitAll();
        try (var at = site.registryAt("c", PATIENCE)) {
            assertReads(at, "old", "kept");
            write(at, "new", "1");
        }
        stop("a");
        var alone = assertThrows(IOException.class, () -> EmbeddedServer.start(folder.resolve("a")));
        assertTrue(alone.getMessage().contains("belongs to a member of an ensemble\n  fix: "), alone::getMessage);
    }

    @Test
    void growsFromOneAndLetsMembersGo() throws Exception {
        var site = Site.of(folder, 3);
        startAll(site.first(1));
        try (var node = site.registryAt("a", PATIENCE)) {
            assertTrue(node.awaitCaughtUp(SOON));
            write(node, "k", "1");
            start(site, "b");
            start(site, "c");
            awaitAll();
            var ensemble = running.get("a").ensemble();
            assertEquals(List.of(1, 2, 3), numbers(ensemble));
            assertTrue(ensemble.leave("127.0.0.4"));
            assertFalse(ensemble.leave("127.0.0.4"));
            assertEquals(List.of(1, 2), numbers(ensemble));
            Await.until(
                    "c says why it does nothing",
                    SOON,
                    () -> running.get("c")
                            .trouble()
                            .orElse("")
                            .startsWith("c left the registry's ensemble, and registry.ensemble names it\n  fix: "),
                    () -> String.valueOf(running.get("c").trouble()));
            stop("c");
            delete(folder.resolve("c"));
            start(site, "c");
            awaitAll();
            assertEquals(List.of(1, 2, 3), numbers(ensemble));
            stop("b");
            delete(folder.resolve("b"));
            start(site, "b");
            awaitAll();
            assertEquals(List.of(1, 3, 5), numbers(ensemble), "who lost its disk is somebody new");
            write(node, "k", "2");
        }
        try (var at = site.registryAt("b", PATIENCE)) {
            assertReads(at, "k", "2");
        }
    }

    private static List<Integer> numbers(Ensemble ensemble) throws Exception {
        return ensemble.members().voters().stream().map(Seat::number).toList();
    }

    @Test
    void doesNotGiveUpARegistryOfItsOwnToJoin() throws Exception {
        var site = Site.of(folder, 3);
        try (var alone = EmbeddedServer.start(folder.resolve("b"));
                var node = new ZooKeeperRegistry(alone.settings(), Ticker.system())) {
            assertTrue(node.awaitCaughtUp(SOON));
        }
        start(site, "b");
        Await.until(
                "it refuses",
                SOON,
                () -> running.get("b")
                        .trouble()
                        .orElse("")
                        .startsWith(folder.resolve("b") + " holds a registry of its own"));
    }

    @Test
    void startsAgainAndSaysWhatIsWrongWithItsData() throws Exception {
        var site = Site.of(folder, 1);
        var member = start(site, "a");
        awaitAll();
        stop("a");
        try (var files = Files.list(folder.resolve("a").resolve("version-2"))) {
            for (var file : files.toList()) {
                Files.writeString(file, "spoilt");
            }
        }
        assertFalse(member.serves());
        var spoilt = start(site, "a");
        Await.until(
                "it says so",
                SOON,
                () -> spoilt.trouble()
                        .orElse("")
                        .startsWith("the registry in " + folder.resolve("a") + " does not start: "));
        assertTrue(spoilt.trouble().orElseThrow().contains("\n  fix: "));
    }

    @Test
    void letsNobodyInWithoutTheSecret() throws Exception {
        var site = Site.of(folder, 1);
        startAll(site);
        var stranger = site.with("another secret, which is long enough, too").client("stranger");
        assertThrows(Unavailable.class, () -> stranger.ensemble().members());
        try (var node = new ZooKeeperRegistry(stranger.settings().withPatience(PATIENCE), Ticker.system())) {
            assertFalse(node.awaitCaughtUp(Duration.ofSeconds(3)));
        }
        var connected = new CountDownLatch(1);
        var plain = new ZooKeeper(site.places().getFirst().at(site.ports().clients()), 8_000, e -> {
            if (e.getState() == org.apache.zookeeper.Watcher.Event.KeeperState.SyncConnected) {
                connected.countDown();
            }
        });
        assertFalse(connected.await(3, TimeUnit.SECONDS));
        plain.close();
        assertInstanceOf(
                Answer.Stranger.class,
                Doorstep.ask(
                        Authority.of(SiteKey.of("another secret, which is long enough, too"))
                                .issue(List.of()),
                        "127.0.0.2",
                        site.ports().members()));
    }
}
