package dev.drover.registry.ensemble;

import static dev.drover.registry.ensemble.Site.SOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.plane.Ticker;
import dev.drover.registry.command.Command.Kv;
import dev.drover.registry.command.Outcome;
import dev.drover.registry.store.KeyClients;
import dev.drover.registry.store.ZooKeeperRegistry;
import dev.drover.testkit.Await;
import dev.drover.testkit.process.Running;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Members in processes of their own, which are killed and paused. */
@Timeout(300)
class MemberProcessesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @TempDir
    Path folder;

    private final Map<String, Running> members = new LinkedHashMap<>();
    private final List<ZooKeeperRegistry> nodes = new ArrayList<>();
    private Site site;

    @BeforeEach
    void start() throws Exception {
        site = Site.of(folder, 3);
        for (var place : site.places()) {
            start(place.name());
        }
    }

    @AfterEach
    void stop() {
        nodes.forEach(ZooKeeperRegistry::close);
        members.values().forEach(Running::close);
    }

    private void start(String name) throws Exception {
        members.put(name, Running.of(MemberProgram.command(site, name)).start());
    }

    private ZooKeeperRegistry node(String name) throws Exception {
        return node(name, Duration.ZERO);
    }

    /** A node whose clock is wrong by so much. */
    private ZooKeeperRegistry node(String name, Duration wrong) throws Exception {
        var clock = Ticker.of(System::nanoTime, () -> Instant.now().plus(wrong));
        var node = new ZooKeeperRegistry(site.client(name).settings().withPatience(PATIENCE), clock);
        nodes.add(node);
        assertTrue(node.awaitCaughtUp(SOON), this::said);
        return node;
    }

    private String said() {
        return members.values().stream().map(Running::said).reduce("", String::concat);
    }

    private void awaitVoters(int count) throws IOException {
        var ensemble = site.client("asker").ensemble();
        Await.until("all vote", SOON, () -> ensemble.members().voters().size() == count, this::said);
    }

    private void signal(String name, String signal) {
        var kill = Running.of(
                        "kill", "-" + signal, Long.toString(members.get(name).pid()))
                .start();
        assertEquals(0, kill.awaitExit(Duration.ofSeconds(10)));
    }

    private static void write(ZooKeeperRegistry node, int value) {
        byte[] bytes = Integer.toString(value).getBytes(StandardCharsets.UTF_8);
        Await.until("write " + value, SOON, () -> node.apply(new Kv.Put("k", bytes, 0)) instanceof Outcome.Done);
    }

    @Test
    void losesNothingWhenEachIsKilledInTurn() throws Exception {
        var node = node("node");
        awaitVoters(3);
        int value = 0;
        for (var name : List.of("a", "b", "c")) {
            members.get(name).kill();
            write(node, ++value);
            start(name);
            write(node, ++value);
            try (var at = site.registryAt(name, PATIENCE)) {
                assertTrue(at.awaitCaughtUp(SOON), this::said);
                int expected = value;
                Await.until(name + " has caught up", SOON, () -> {
                    at.consistent();
                    var entry = at.state().key("k");
                    return entry != null
                            && new String(entry.value(), StandardCharsets.UTF_8).equals(Integer.toString(expected));
                });
            }
        }
    }

    @Test
    void tellsWhoHasAnotherSecret() throws Exception {
        node("node");
        awaitVoters(3);
        members.get("c").kill();
        var other = site.with("another secret, which is long enough, too");
        try (var stranger = Running.of(MemberProgram.command(
                        new Site(folder.resolve("elsewhere"), other.places(), other.ports(), other.secret()), "c"))
                .start()) {
            stranger.awaitLine("why it waits", SOON, line -> line.contains("does not have the same registry.secret"));
        }
        assertEquals(3, site.client("asker").ensemble().members().voters().size());
    }

    @Test
    @Tag("long")
    void fitsOneOrderThoughMembersAreKilledAndPausedAndClocksAreWrong() throws Exception {
        node("node-0");
        node("node-1", Duration.ofHours(1));
        node("node-2", Duration.ofDays(-1));
        awaitVoters(3);
        try (var clients = new KeyClients(nodes, 300)) {
            clients.start();
            clients.awaitPart(1, 8, SOON);
            members.get("a").kill();
            clients.awaitPart(2, 8, SOON);
            start("a");
            signal("b", "STOP");
            clients.awaitPart(3, 8, SOON);
            signal("b", "CONT");
            clients.awaitPart(4, 8, SOON);
            signal("c", "STOP");
            members.get("b").kill();
            start("b");
            clients.awaitPart(5, 8, SOON);
            signal("c", "CONT");
            members.values().forEach(Running::kill);
            for (var place : site.places()) {
                start(place.name());
            }
            clients.awaitPart(7, 8, SOON);
            members.get("c").kill();
            clients.assertLinearizable(Duration.ofSeconds(200));
        }
    }
}
