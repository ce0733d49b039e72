package dev.drover.registry.ensemble;

import static dev.drover.registry.ensemble.Site.SOON;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.drover.plane.Ticker;
import dev.drover.registry.store.KeyClients;
import dev.drover.registry.store.ZooKeeperRegistry;
import dev.drover.testkit.Await;
import dev.drover.testkit.process.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Members whose clocks are set while they run, by libfaketime: as after an operator's mistake, or time servers that disagree. */
@Tag("long")
@Timeout(400)
class ClockJumpTest {
    private static final List<String> NAMES = List.of("a", "b", "c");

    @TempDir
    Path folder;

    private final Map<String, Running> members = new LinkedHashMap<>();
    private final List<ZooKeeperRegistry> nodes = new ArrayList<>();
    private Site site;
    private String library = "";

    @BeforeEach
    void start() throws Exception {
        Optional<Path> found = library();
        assumeTrue(found.isPresent(), "needs the package faketime");
        library = found.get().toString();
        site = Site.of(folder, NAMES.size());
        for (var name : NAMES) {
            set(name, "+0");
            start(name);
        }
        for (int i = 0; i < NAMES.size(); i++) {
            var settings = site.client("node-" + i).settings().withPatience(Duration.ofSeconds(5));
            var node = new ZooKeeperRegistry(settings, Ticker.system());
            nodes.add(node);
            assertTrue(node.awaitCaughtUp(SOON), this::said);
        }
        var ensemble = site.client("asker").ensemble();
        Await.until("all vote", SOON, () -> ensemble.members().voters().size() == 3, this::said);
    }

    @AfterEach
    void stop() {
        nodes.forEach(ZooKeeperRegistry::close);
        members.values().forEach(Running::close);
    }

    private static Optional<Path> library() throws IOException {
        try (var folders = Files.newDirectoryStream(Path.of("/usr/lib"))) {
            for (Path machine : folders) {
                Path library = machine.resolve("faketime/libfaketimeMT.so.1");
                if (Files.exists(library)) {
                    return Optional.of(library);
                }
            }
        }
        return Optional.empty();
    }

    private Path clock(String name) {
        return folder.resolve("clock-of-" + name);
    }

    /** From now on its clock is wrong by that: what a member measures how long something takes with goes on. */
    private void set(String name, String wrong) throws IOException {
        Path next = Files.writeString(folder.resolve("next"), wrong + "\n");
        Files.move(next, clock(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private void start(String name) throws Exception {
        var program = Running.of(MemberProgram.command(site, name))
                .with(Map.of(
                        "LD_PRELOAD",
                        library,
                        "FAKETIME_TIMESTAMP_FILE",
                        clock(name).toString(),
                        "FAKETIME_CACHE_DURATION",
                        "1",
                        "FAKETIME_DONT_FAKE_MONOTONIC",
                        "1",
                        "FAKETIME_FORCE_MONOTONIC_FIX",
                        "0", // it makes timed waits of the JVM end at once, and its threads spin
                        "NO_FAKE_STAT",
                        "1"));
        members.put(name, program.start());
    }

    private String said() {
        return members.values().stream().map(Running::said).reduce("", String::concat);
    }

    @Test
    void fitsOneOrderThoughClocksOfMembersAreSetWhileTheyRun() throws Exception {
        try (var clients = new KeyClients(nodes, 120)) {
            clients.start();
            clients.awaitPart(1, 8, SOON);
            set("a", "+1h");
            clients.awaitPart(2, 8, SOON);
            set("b", "-1d");
            clients.awaitPart(3, 8, SOON);
            members.get("c").kill();
            set("c", "+300d");
            start("c");
            clients.awaitPart(4, 8, SOON);
            members.get("a").kill();
            clients.awaitPart(5, 8, SOON);
            start("a");
            set("b", "+0");
            clients.awaitPart(6, 8, SOON);
            members.get("b").kill();
            start("b");
            clients.assertLinearizable(Duration.ofSeconds(200));
        }
    }
}
