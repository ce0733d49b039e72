package dev.drover.registry.ensemble;

import static dev.drover.registry.ensemble.Site.SOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.drover.plane.Ticker;
import dev.drover.registry.store.KeyClients;
import dev.drover.registry.store.ZooKeeperRegistry;
import dev.drover.testkit.Await;
import dev.drover.testkit.process.Running;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Members in network namespaces of their own, joined by a bridge. One is cut off from the others, but not from the clients: so a
 * leader that was deposed and does not know it yet is asked as well.
 */
@Tag("long")
@Timeout(300)
class PartitionTest {
    private static final List<String> NAMES = List.of("a", "b", "c");

    @TempDir
    Path folder;

    private final List<Running> members = new ArrayList<>();
    private final List<ZooKeeperRegistry> nodes = new ArrayList<>();
    private final String mark = "dr" + ProcessHandle.current().pid() % 100_000;
    private Site site;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(
                "root".equals(System.getProperty("user.name"))
                        && Files.isExecutable(Path.of("/usr/sbin/ip"))
                        && Files.isExecutable(Path.of("/usr/sbin/nft")),
                "needs root and the programs ip and nft");
        var ports = new Ports(2281, 2282, 2283);
        var net = "10.213." + ProcessHandle.current().pid() % 250 + ".";
        site = new Site(
                folder,
                NAMES.stream()
                        .map(n -> new Place(n, net + (10 + NAMES.indexOf(n))))
                        .toList(),
                ports,
                Site.SECRET);
        run("ip", "link", "add", mark, "type", "bridge");
        run("ip", "address", "add", net + "1/24", "dev", mark);
        run("ip", "link", "set", mark, "up");
        for (var place : site.places()) {
            house(place);
        }
        for (int i = 0; i < 3; i++) {
            var settings = site.client("node-" + i).settings().withPatience(Duration.ofSeconds(5));
            nodes.add(new ZooKeeperRegistry(settings, Ticker.system()));
        }
        for (var node : nodes) {
            assertTrue(node.awaitCaughtUp(SOON), this::said);
        }
        var ensemble = site.client("asker").ensemble();
        Await.until("all vote", SOON, () -> ensemble.members().voters().size() == 3, this::said);
    }

    private void house(Place place) throws Exception {
        var space = mark + place.name();
        run("ip", "netns", "add", space);
        run("ip", "link", "add", space, "type", "veth", "peer", "name", "eth0", "netns", space);
        run("ip", "link", "set", space, "master", mark, "up");
        run("ip", "-n", space, "address", "add", place.address() + "/24", "dev", "eth0");
        run("ip", "-n", space, "link", "set", "eth0", "up");
        run("ip", "-n", space, "link", "set", "lo", "up");
        var command = Stream.concat(
                        Stream.of("ip", "netns", "exec", space), MemberProgram.command(site, place.name()).stream())
                .toList();
        members.add(Running.of(command).start());
    }

    @AfterEach
    void stop() {
        nodes.forEach(ZooKeeperRegistry::close);
        members.forEach(Running::close);
        for (var name : NAMES) {
            Running.of("ip", "netns", "delete", mark + name).start().awaitExit(Duration.ofSeconds(20));
        }
        Running.of("ip", "link", "delete", mark).start().awaitExit(Duration.ofSeconds(20));
    }

    private static void run(String... command) {
        var running = Running.of(command).start();
        assertEquals(0, running.awaitExit(Duration.ofSeconds(20)), running::said);
    }

    private String said() {
        return members.stream().map(Running::said).reduce("", String::concat);
    }

    /** Nothing of the others reaches it any more. */
    private void cutOff(String name) {
        var space = mark + name;
        run("ip", "netns", "exec", space, "nft", "add", "table", "inet", "cut");
        run(
                "ip",
                "netns",
                "exec",
                space,
                "nft",
                "add",
                "chain",
                "inet",
                "cut",
                "in",
                "{ type filter hook input priority 0 ; }");
        for (var other : site.places()) {
            if (!other.name().equals(name)) {
                run(
                        "ip",
                        "netns",
                        "exec",
                        space,
                        "nft",
                        "add",
                        "rule",
                        "inet",
                        "cut",
                        "in",
                        "ip",
                        "saddr",
                        other.address(),
                        "drop");
            }
        }
    }

    private void joinAgain(String name) {
        run("ip", "netns", "exec", mark + name, "nft", "delete", "table", "inet", "cut");
    }

    @Test
    void fitsOneOrderThoughEachIsCutOffInTurn() throws Exception {
        try (var clients = new KeyClients(nodes, 300)) {
            clients.start();
            int part = 0;
            for (var name : NAMES) {
                clients.awaitPart(++part, 8, SOON);
                cutOff(name);
                clients.awaitPart(++part, 8, SOON);
                joinAgain(name);
            }
            clients.assertLinearizable(Duration.ofSeconds(200));
        }
    }
}
