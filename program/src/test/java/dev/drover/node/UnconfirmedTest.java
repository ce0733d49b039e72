package dev.drover.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.plane.control.Refused;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Nodes that share a model that somebody has to confirm: all go back, or none. */
final class UnconfirmedTest extends ClusterScene {
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
        Instant first = two.node.control().status().model().at();
        time.advance(Duration.ofSeconds(10));
        one.node.control().apply(NodeScene.named("second"), "ada", Duration.ofSeconds(60), null);
        await(() -> two.runs().equals("second"));
        two.port.silent = time.instant();
        two.port.known = false;
        one.node.control().confirm("ada");
        time.advance(Duration.ofSeconds(61));
        await(() -> two.runs().equals("first"));
        await(() -> two.node.control().status().model().generation() == 1);
        assertEquals(first, two.node.control().status().model().at(), "no serial of its own");
        two.port.silent = null;
        two.port.known = true;
        await(() -> two.runs().equals("second"));
        assertEquals("second", one.runs());
    }
}
