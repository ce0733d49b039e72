package dev.drover.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.plane.control.Agreement;
import dev.drover.plane.control.Agreement.State;
import dev.drover.plane.control.Refused;
import dev.drover.plane.control.Version;
import dev.drover.testkit.FakeTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nodes that share their model: one stores it, all run it and say so. */
final class ClusterTest extends ClusterScene {
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
}
