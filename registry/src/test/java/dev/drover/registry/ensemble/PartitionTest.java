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
import java.lang.System.Logger.Level;
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
@Timeout(400)
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
            // The kernel takes an interface away with its namespace only some time later, and the next test has the
            // same names.
            Running.of("ip", "link", "delete", mark + name).start().awaitExit(Duration.ofSeconds(20));
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

    /** Nothing passes between it and the others any more. */
    private void cutOff(String name) {
        deafen(name);
        rule(name, "output", "daddr");
    }

    /** Nothing of the others reaches it any more, while they still hear it. */
    private void deafen(String name) {
        nft(name, "add", "table", "inet", "cut");
        rule(name, "input", "saddr");
    }

    private void rule(String name, String hook, String side) {
        nft(name, "add", "chain", "inet", "cut", hook, "{ type filter hook " + hook + " priority 0 ; }");
        for (var other : site.places()) {
            if (!other.name().equals(name)) {
                nft(name, "add", "rule", "inet", "cut", hook, "ip", side, other.address(), "drop");
            }
        }
    }

    private void nft(String name, String... arguments) {
        run(Stream.concat(Stream.of("ip", "netns", "exec", mark + name, "nft"), Stream.of(arguments))
                .toArray(String[]::new));
    }

    private void joinAgain(String name) {
        nft(name, "delete", "table", "inet", "cut");
    }

    @Test
    void goesOnInOneOrderThoughEachIsCutOffInTurn() throws Exception {
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

    /**
     * A cable that fails in one direction: a member that hears nobody goes on to stand for election, and the others, who hear it, may take
     * it for the leader again and again. Then nothing is written until it is heard or gone, yet what was written stays in one order, and
     * all goes on once it hears again.
     */
    @Test
    void losesNothingWhileEachInTurnIsHeardAndHearsNobody() throws Exception {
        try (var clients = new KeyClients(nodes, 300)) {
            clients.start();
            int part = 0;
            for (var name : NAMES) {
                clients.awaitPart(++part, 8, SOON);
                deafen(name);
                boolean went = clients.reachPart(++part, 8, Duration.ofSeconds(20));
                System.getLogger(PartitionTest.class.getName())
                        .log(Level.INFO, name + " heard nobody: writes " + (went ? "went on" : "stood still"));
                joinAgain(name);
            }
            clients.assertLinearizable(Duration.ofSeconds(240));
        }
    }
}
