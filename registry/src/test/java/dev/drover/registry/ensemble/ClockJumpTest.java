package dev.drover.registry.ensemble;

import static dev.drover.registry.ensemble.Site.SOON;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.drover.plane.Ticker;
import dev.drover.registry.store.KeyClients;
import dev.drover.registry.store.ZooKeeperRegistry;
import dev.drover.testkit.Await;
import dev.drover.testkit.process.Running;
import dev.drover.testkit.process.SetClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    private final Map<String, SetClock> clocks = new HashMap<>();
    private final List<ZooKeeperRegistry> nodes = new ArrayList<>();
    private Site site;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(SetClock.isInstalled(), "needs the package faketime");
        site = Site.of(folder, NAMES.size());
        for (var name : NAMES) {
            clocks.put(name, new SetClock(folder.resolve("clock-of-" + name)));
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

    private void start(String name) throws Exception {
        var program = Running.of(MemberProgram.command(site, name))
                .with(clocks.get(name).ofTheWall());
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
            clocks.get("a").ahead(Duration.ofHours(1));
            clients.awaitPart(2, 8, SOON);
            clocks.get("b").ahead(Duration.ofDays(-1));
            clients.awaitPart(3, 8, SOON);
            members.get("c").kill();
            clocks.get("c").ahead(Duration.ofDays(300));
            start("c");
            clients.awaitPart(4, 8, SOON);
            members.get("a").kill();
            clients.awaitPart(5, 8, SOON);
            start("a");
            clocks.get("b").ahead(Duration.ZERO);
            clients.awaitPart(6, 8, SOON);
            members.get("b").kill();
            start("b");
            clients.assertLinearizable(Duration.ofSeconds(200));
        }
    }
}
