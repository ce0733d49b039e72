package dev.drover.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.plane.control.Agreement.State;
import dev.drover.plane.control.Refused;
import dev.drover.plane.control.Source;
import dev.drover.testkit.FakeTime;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nodes that were away while others agreed on a model, or had one of their own. */
final class ReturningNodeTest extends ClusterScene {
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
