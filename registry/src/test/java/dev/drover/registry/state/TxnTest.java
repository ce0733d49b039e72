package dev.drover.registry.state;

import static dev.drover.registry.state.Story.acquire;
import static dev.drover.registry.state.Story.cas;
import static dev.drover.registry.state.Story.put;
import static dev.drover.registry.state.Story.release;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.registry.command.Command;
import dev.drover.registry.command.Command.Kv;
import dev.drover.registry.command.Command.Step;
import dev.drover.registry.command.Outcome;
import dev.drover.registry.entry.KvEntry;
import dev.drover.registry.entry.Node;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TxnTest {
    private final Story story = new Story();

    @Test
    void doesAllStepsAtOneIndex() {
        var results = story.committed(
                new Step.Write(put("a", "1")),
                new Step.Write(cas("b", "2", 0)),
                new Step.Get("a"),
                new Step.GetTree(""),
                new Step.CheckNotExists("c"),
                new Step.Write(new Kv.Delete("b")));
        assertEquals(2, story.key("a").modifyIndex());
        assertNull(story.state.key("b"));
        assertEquals(
                List.of(false, false, true, true, true),
                results.stream().map(Outcome.Result::read).toList());
        assertEquals(
                List.of("a", "b", "a", "a", "b"),
                results.stream().map(r -> ((KvEntry) r.entry()).key()).toList());
    }

    @Test
    void doesNothingIfOneStepFailsAndTellsAllThatFail() {
        story.done(put("a", "1"));
        var failures = story.rolledBack(
                new Step.Write(put("a", "2")),
                new Step.Write(cas("a", "3", 77)),
                new Step.Get("missing"),
                new Step.CheckNotExists("a"),
                new Step.CheckIndex("a", 99),
                new Step.CheckSession("a", "s"));
        assertEquals("1", story.value("a"));
        assertTrue(story.touched.isEmpty());
        assertEquals(
                List.of(1, 2, 3, 4, 5),
                failures.stream().map(Outcome.Failure::step).toList());
        assertEquals(
                "failed to set key \"a\", index is stale", failures.getFirst().what());
        assertEquals("key \"missing\" doesn't exist", failures.get(1).what());
    }

    @Test
    void locksAndChecksSessions() {
        story.node("alpha").session("s", "alpha").session("t", "alpha");
        story.committed(new Step.Write(acquire("k", "v", "s")), new Step.CheckSession("k", "s"));
        assertEquals(
                "failed to lock key \"k\", lock is already held",
                story.rolledBack(new Step.Write(acquire("k", "v", "t")))
                        .getFirst()
                        .what());
        assertEquals(
                "failed to unlock key \"k\", lock isn't held, or is held by another session",
                story.rolledBack(new Step.Write(release("k", "v", "t")))
                        .getFirst()
                        .what());
        story.done(new Command.DestroySession("s"));
        assertEquals(
                "failed to lock key \"k\" due to lock delay",
                story.rolledBack(new Step.Write(acquire("k", "v", "t")))
                        .getFirst()
                        .what());
        story.later(Duration.ofMinutes(1));
        story.committed(new Step.Write(acquire("k", "v", "t")));
    }

    @Test
    void writesTheCatalogUnderConditions() {
        story.committed(new Step.Change(new Command.PutNode(Node.of("alpha", "192.0.2.1"))), new Step.GetNode("alpha"));
        assertEquals(
                "failed to set node \"alpha\", index is stale",
                story.rolledBack(new Step.ChangeIf(new Command.PutNode(Node.of("alpha", "192.0.2.2")), 0))
                        .getFirst()
                        .what());
        story.committed(new Step.ChangeIf(new Command.PutNode(Node.of("alpha", "192.0.2.2")), 2));
        var node = story.state.node("alpha");
        assertNotNull(node);
        assertEquals("192.0.2.2", node.address());
        story.committed(new Step.ChangeIf(new Command.RemoveNode("alpha"), node.modifyIndex()));
        assertEquals(
                "service \"x\" on node \"alpha\" doesn't exist",
                story.rolledBack(new Step.GetService("alpha", "x")).getFirst().what());
    }
}
