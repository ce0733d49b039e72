package dev.drover.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.plane.Ticker;
import dev.drover.plane.control.Agreement;
import dev.drover.plane.control.Agreement.State;
import dev.drover.plane.control.Refused;
import dev.drover.plane.control.Source;
import dev.drover.plane.control.Version;
import dev.drover.testkit.FakeTime;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that share their model: one stores it, all run it and say so. */
final class ClusterTest {
    private final FakeTime time = new FakeTime();
    private final Ticker ticker = Ticker.of(time, time);
    private final OneRegistry registry = new OneRegistry(FakeTime.START);
    private final List<Peer> peers = new ArrayList<>();

    @TempDir
    Path folder;

    /** One of the nodes. */
    private final class Peer {
        final String name;
        OneRegistry.Port port;
        FakeAssembly assembly;
        RunningNode node;

        Peer(String name) throws Unusable {
            this.name = name;
            peers.add(this);
            open(registry.port());
        }

        private void open(OneRegistry.Port through) throws Unusable {
            port = through;
            var anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            var settings = new Settings("test", folder.resolve(name), anyPort, 1, name, Settings.Access.OFF, null);
            node = RunningNode.open(
                    settings,
                    (s, secret, given) -> {
                        assembly = new FakeAssembly(given);
                        assembly.models = port;
                        return assembly;
                    },
                    ticker);
            node.begin();
        }

        /** As after a kill, through another port. */
        void restart(OneRegistry.Port through) throws Unusable, Refused {
            node.close();
            open(through);
            node.resume();
        }

        String runs() {
            return node.running().cluster();
        }

        Peer started(String cluster) throws Exception {
            node.start(NodeScene.named(cluster), "ada");
            return this;
        }

        State says(String other) throws Refused {
            return member(other).state();
        }

        Agreement.Member member(String other) throws Refused {
            return node.control().agreement().nodes().stream()
                    .filter(m -> m.node().equals(other))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @AfterEach
    void close() {
        peers.forEach(p -> p.node.close());
    }

    private interface Asked {
        boolean holds() throws Exception;
    }

    private static void await(Asked asked) throws InterruptedException {
        BooleanSupplier held = () -> {
            try {
                return asked.holds();
            } catch (Exception e) {
                return false;
            }
        };
        NodeScene.await(held);
    }

    /** Two that have agreed on a first model. */
    private List<Peer> two() throws Exception {
        Peer one = new Peer("one").started("first");
        await(() -> one.node.control().agreement().settled());
        Peer two = new Peer("two").started("first");
        await(() -> one.node.control().agreement().running() == 2);
        return List.of(one, two);
    }

    private static Version apply(Peer peer, String cluster) throws Refused {
        return peer.node.control().apply(NodeScene.named(cluster), peer.name, null, null);
    }

    @Test
    void whoComesFirstSaysWhatAllRun() throws Exception {
        Peer one = new Peer("one").started("first");
        await(() -> one.node.control().agreement().running() == 1);
        Peer two = new Peer("two").started("other");
        await(() -> two.runs().equals("first"));
        await(() -> one.says("two") == State.RUNS);
        assertEquals(1, one.node.control().agreement().generation());
        assertEquals(
                List.of(1L),
                two.node.control().history().stream().map(Version::generation).toList());
        assertTrue(two.node.control().history().getFirst().shared());
    }

    @Test
    void appliesOnAllNodesUnderOneNumber() throws Exception {
        Peer one = two().getFirst();
        Peer two = peers.getLast();
        Version version = apply(two, "second");
        assertEquals(2, version.generation());
        assertEquals("second", two.runs());
        await(() -> one.runs().equals("second"));
        await(() -> two.node.control().agreement().running() == 2);
        assertEquals(2, one.node.control().status().model().generation());
        assertEquals("two", one.node.control().history().getFirst().author());
        assertEquals(List.of("first", "second"), one.assembly.clusters);
    }

    @Test
    void goesBackAndForthOnAnyNode() throws Exception {
        Peer one = two().getFirst();
        Peer two = peers.getLast();
        apply(one, "second");
        await(() -> two.runs().equals("second"));
        assertEquals("rollback to 1", two.node.control().rollback(null, "bob").how());
        await(() -> one.runs().equals("first"));
        assertEquals(4, one.node.control().rollback(2L, "ada").generation());
        await(() -> two.runs().equals("second"));
        assertEquals(
                List.of(4L, 3L, 2L, 1L),
                two.node.control().history().stream().map(Version::generation).toList());
        Refused unknown = assertThrows(Refused.class, () -> one.node.control().rollback(99L, "ada"));
        assertEquals(Refused.Cause.UNKNOWN, unknown.why());
    }

    @Test
    void tellsTheSecondOfTwoWhoWasQuicker() throws Exception {
        Peer one = two().getFirst();
        Peer two = peers.getLast();
        registry.between(() -> {
            try {
                apply(two, "theirs");
            } catch (Refused e) {
                throw new AssertionError(e);
            }
        });
        Refused refused = assertThrows(Refused.class, () -> apply(one, "mine"));
        assertEquals(Refused.Cause.CONFLICT, refused.why());
        assertTrue(
                refused.getMessage().startsWith("generation 2 was applied by two at " + FakeTime.START),
                refused.getMessage());
        await(() -> one.runs().equals("theirs"));
        assertFalse(one.assembly.clusters.contains("mine"));
    }

    @Test
    void refusesAFileThatWasPlannedAgainstAnotherGeneration() throws Exception {
        Peer one = two().getFirst();
        long base = one.node.control().plan(NodeScene.named("mine")).base();
        apply(peers.getLast(), "theirs");
        Refused refused =
                assertThrows(Refused.class, () -> one.node.control().apply(NodeScene.named("mine"), "ada", null, base));
        assertEquals(Refused.Cause.CONFLICT, refused.why());
        await(() -> one.runs().equals("theirs"));
    }

    @Test
    void storesNothingThatTheNodeItselfCannotRun() throws Exception {
        Peer one = two().getFirst();
        one.assembly.failing = true;
        Refused refused = assertThrows(Refused.class, () -> apply(one, "second"));
        assertTrue(refused.problems().getFirst().contains("the port is taken"));
        assertEquals(1, one.node.control().agreement().generation());
    }

    /** As when the disk is full just then. */
    @Test
    void tellsWhatIsAgreedOnWhenItCannotBeWrittenDownHere() throws Exception {
        Peer one = two().getFirst();
        Path models = folder.resolve("one").resolve("models");
        Path away = folder.resolve("one").resolve("away");
        registry.between(() -> assertTrue(models.toFile().renameTo(away.toFile())));
        Refused refused = assertThrows(Refused.class, () -> apply(one, "second"));
        String words = String.valueOf(refused.getMessage());
        assertTrue(words.startsWith("generation 2 is agreed on, and the other nodes take it; this one cannot"), words);
        assertTrue(words.contains("goes on with generation 1: "), words);
        assertEquals("first", one.runs());
        await(() -> peers.getLast().runs().equals("second"));
        assertTrue(away.toFile().renameTo(models.toFile()));
        time.advance(Duration.ofSeconds(11));
        await(() -> one.runs().equals("second"));
    }

    @Test
    void saysWhoCannotAndWhyAndTriesAgain() throws Exception {
        Peer one = two().getFirst();
        Peer two = peers.getLast();
        two.assembly.failing = true;
        apply(one, "second");
        await(() -> one.says("two") == State.CANNOT);
        Agreement.Member member = one.member("two");
        assertEquals(1, member.runs());
        assertTrue(member.problems().getFirst().contains("the port is taken"), member::toString);
        assertEquals("first", two.runs());
        assertFalse(two.node.control().history().getFirst().running());
        two.assembly.failing = false;
        time.advance(Duration.ofSeconds(11));
        await(() -> one.says("two") == State.RUNS);
        assertEquals("second", two.runs());
    }

    @Test
    void plansAgainstWhatWasAgreedOnAlsoWhereItCannotRun() throws Exception {
        Peer one = two().getFirst();
        Peer two = peers.getLast();
        two.assembly.failing = true;
        apply(one, "second");
        await(() -> two.says("two") == State.CANNOT);
        assertEquals(2, two.node.control().plan(NodeScene.named("second")).base());
        assertFalse(two.node.control().plan(NodeScene.named("second")).changed());
    }

    @Test
    void followsWhenItComesBack() throws Exception {
        Peer one = two().getFirst();
        Peer two = peers.getLast();
        two.node.close();
        registry.goes("two");
        apply(one, "second");
        await(() -> one.says("two") == State.AWAY);
        var later = registry.port();
        later.known = false;
        two.restart(later);
        assertEquals("first", two.runs());
        assertThrows(Refused.class, () -> apply(two, "third"));
        later.known = true;
        await(() -> two.runs().equals("second"));
    }

    @Test
    void takesNothingAgainAfterARestart() throws Exception {
        Peer one = two().getFirst();
        apply(one, "second");
        one.restart(registry.port());
        await(() -> one.node.control().agreement().running() == 2);
        assertEquals(List.of("second"), one.assembly.clusters);
    }

    @Test
    void runsWhatWasStoredWhenItWasKilledBeforeItRanIt() throws Exception {
        Peer one = two().getFirst();
        Peer two = peers.getLast();
        Source second = NodeScene.named("second");
        one.node.close();
        var stored = new dev.drover.plane.SharedModels.Stored(
                2, "one", "ada", FakeTime.START, "apply", second.file(), null, 1);
        assertTrue(one.port.store(stored, second, 1), "and killed before activation");
        await(() -> two.runs().equals("second"));
        one.restart(registry.port());
        await(() -> one.runs().equals("second"));
        await(() -> two.says("one") == State.RUNS);
    }

    @Test
    void allGoBackUnlessOneConfirms() throws Exception {
        Peer one = two().getFirst();
        Peer two = peers.getLast();
        one.node.control().apply(NodeScene.named("second"), "ada", Duration.ofSeconds(60), null);
        await(() -> two.runs().equals("second"));
        Refused waits = assertThrows(Refused.class, () -> apply(two, "third"));
        assertTrue(waits.getMessage().contains("drover confirm"), waits.getMessage());
        time.advance(Duration.ofSeconds(61));
        await(() -> one.runs().equals("first") && two.runs().equals("first"));
        await(() -> two.node.control().agreement().running() == 2);
        assertEquals(3, two.node.control().agreement().generation(), "one took it back, not both");
        assertEquals(
                "not confirmed in time: back to 1",
                one.node.control().history().getFirst().how());
    }

    @Test
    void staysEverywhereWhenConfirmedAnywhere() throws Exception {
        Peer one = two().getFirst();
        Peer two = peers.getLast();
        one.node.control().apply(NodeScene.named("second"), "ada", Duration.ofSeconds(60), null);
        await(() -> two.runs().equals("second"));
        assertNull(two.node.control().confirm("bob").confirmBy());
        await(() -> one.node.control().status().model().confirmBy() == null);
        time.advance(Duration.ofSeconds(100));
        one.restart(registry.port());
        await(() -> one.node.control().agreement().running() == 2);
        assertEquals("second", one.runs());
        assertEquals(
                "apply, confirmed by bob",
                one.node.control().history().getFirst().how());
        assertThrows(Refused.class, () -> one.node.control().confirm("bob"));
    }

    @Test
    void goesBackWhenTheLimitPassedWhileAllWereDown() throws Exception {
        Peer one = two().getFirst();
        Peer two = peers.getLast();
        one.node.control().apply(NodeScene.named("second"), "ada", Duration.ofSeconds(60), null);
        await(() -> two.runs().equals("second"));
        peers.forEach(p -> p.node.close());
        time.advance(Duration.ofSeconds(61));
        two.restart(registry.port());
        await(() -> two.runs().equals("first"));
        one.restart(registry.port());
        await(() -> one.runs().equals("first"));
    }

    @Test
    void aNodeThatIsCutOffTakesBackWhatNobodyConfirmedAndFollowsLater() throws Exception {
        Peer one = two().getFirst();
        Peer two = peers.getLast();
        one.node.control().apply(NodeScene.named("second"), "ada", Duration.ofSeconds(60), null);
        await(() -> two.runs().equals("second"));
        two.port.silent = time.instant();
        two.port.known = false;
        one.node.control().confirm("ada");
        time.advance(Duration.ofSeconds(61));
        await(() -> two.runs().equals("first"));
        await(() -> two.node.control().status().model().generation() == 1);
        two.port.silent = null;
        two.port.known = true;
        await(() -> two.runs().equals("second"));
        assertEquals("second", one.runs());
    }

    @Test
    void refusesChangesWhileNothingCanBeAgreedOn() throws Exception {
        Peer one = two().getFirst();
        one.port.silent = time.instant();
        Refused refused = assertThrows(Refused.class, () -> apply(one, "second"));
        assertEquals(Refused.Cause.FAILED, refused.why());
        assertTrue(
                refused.getMessage()
                        .startsWith("the nodes cannot agree on another model: the registry cannot be written since "),
                refused.getMessage());
        assertEquals("first", one.runs());
        assertThrows(Refused.class, () -> one.node.control().rollback(1L, "ada"));
    }

    @Test
    void insistsOnAFileThatUpWasToldToApply() throws Exception {
        Peer one = two().getFirst();
        Peer two = peers.getLast();
        two.node.close();
        var late = registry.port();
        late.known = false;
        two.open(late);
        two.node.insist(NodeScene.named("mine"), "bob");
        assertEquals("mine", two.runs());
        late.known = true;
        await(() -> one.runs().equals("mine"));
        await(() -> one.node.control().agreement().running() == 2);
        assertEquals(2, one.node.control().agreement().generation());
        assertEquals("bob", one.node.control().agreement().author());
    }

    @Test
    void anotherModelOfItsOwnGivesWayWhateverItsNumber() throws Exception {
        Peer one = new Peer("one").started("first");
        await(() -> one.node.control().agreement().running() == 1);
        Peer two = new Peer("two");
        two.port.known = false;
        two.started("a");
        for (String next : List.of("b", "c")) {
            assertThrows(Refused.class, () -> apply(two, next));
        }
        two.port.known = true;
        await(() -> two.runs().equals("first"));
        two.restart(registry.port());
        assertEquals("first", two.runs());
        assertEquals(1, two.node.control().status().model().generation());
    }
}
