package dev.drover.registry.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.registry.command.Command;
import dev.drover.registry.command.Command.Copying;
import dev.drover.registry.command.Outcome;
import dev.drover.registry.entry.Check;
import dev.drover.registry.entry.CheckStatus;
import dev.drover.registry.entry.KvEntry;
import dev.drover.registry.entry.Node;
import dev.drover.registry.entry.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RestoringTest {
    private static final String ALIVE = "alive";

    private static State after(long seed) {
        var state = State.EMPTY;
        for (var command : new Commands(seed).some(120)) {
            state = StatePropertyTest.next(state, command).state();
        }
        return state;
    }

    private static List<Command> restore(byte[] copy, int size) {
        var commands = new ArrayList<Command>();
        int parts = 0;
        for (int from = 0; from < copy.length; from += size) {
            byte[] part = Arrays.copyOfRange(copy, from, Math.min(copy.length, from + size));
            commands.add(new Copying.Part("c", parts++, part));
        }
        commands.add(new Copying.Restore("c", parts, Copy.digest(copy), ALIVE));
        return commands;
    }

    @Property(tries = 150)
    void holdsWhatTheCopyHoldsAndTellsEverybody(@ForAll long seed, @ForAll long other) throws Exception {
        var kept = after(seed);
        var state = after(other);
        for (var command : restore(Copy.of(kept), 700)) {
            var next = StatePropertyTest.next(state, command);
            assertInstanceOf(Outcome.Done.class, next.outcome());
            StatePropertyTest.assertTold(state, next, command);
            state = next.state();
            StatePropertyTest.assertSound(state.tables());
        }
        assertEquals(List.copyOf(kept.nodes()), List.copyOf(state.nodes()));
        assertEquals(List.copyOf(kept.services()), List.copyOf(state.services()));
        assertEquals(List.copyOf(kept.checks()), List.copyOf(state.checks()));
        assertEquals(List.copyOf(kept.queries()), List.copyOf(state.queries()));
        assertEquals(plain(kept.keys("")), plain(state.keys("")));
        assertEquals(ids(kept.sessions()), ids(state.sessions()));
        assertTrue(state.index() > kept.index());
        assertEquals(
                Image.of(kept).keys().size(), Copy.read(Copy.of(state)).keys().size());
    }

    private static List<KvEntry> plain(Collection<KvEntry> keys) {
        return keys.stream().map(k -> k.at(0, 0)).toList();
    }

    private static List<String> ids(Collection<Session> sessions) {
        return sessions.stream().map(Session::id).toList();
    }

    @Test
    void keepsAKeyAsItIsThatTheCopyDoesNotChange() {
        var story = new Story();
        story.done(Story.put("same", "1"));
        story.done(Story.put("other", "1"));
        byte[] copy = Copy.of(story.state);
        story.done(Story.put("other", "2"));
        story.done(Story.put("new", "1"));
        long before = story.key("same").modifyIndex();
        restore(copy, 1 << 20).forEach(story::done);
        assertEquals(before, story.key("same").modifyIndex());
        assertEquals("1", story.value("other"));
        assertEquals(story.state.index(), story.key("other").modifyIndex());
        assertNull(story.state.key("new"));
        story.done(Story.cas("same", "3", before));
    }

    @Test
    void keepsLocksAndGivesTheirSessionsTheirWholeTime() {
        var story = new Story().node("a").session("s", "a");
        story.done(Story.acquire("lock", "x", "s"));
        byte[] copy = Copy.of(story.state);
        story.done(new Command.DestroySession("s"));
        story.later(Duration.ofHours(1));
        restore(copy, 1 << 20).forEach(story::done);
        assertEquals("s", story.key("lock").session());
        var session = story.state.session("s");
        assertNotNull(session);
        assertEquals(story.now, session.renewed());
        story.no(Story.release("lock", "y", "another"));
        story.done(Story.release("lock", "y", "s"));
    }

    @Test
    void keepsNodesThatAreAliveAndBelievesNoneThatIsNot() {
        var old = new Story().node("a").node("gone").service("a", "w", "web");
        old.check("a", ALIVE, "", CheckStatus.PASSING).check("gone", ALIVE, "", CheckStatus.PASSING);
        byte[] copy = Copy.of(old.state);
        var story = new Story().node("a").node("b").service("b", "d", "db");
        story.check("a", ALIVE, "", CheckStatus.PASSING).check("b", ALIVE, "", CheckStatus.PASSING);
        restore(copy, 1 << 20).forEach(story::done);
        assertEquals(3, story.state.nodes().size());
        assertEquals(CheckStatus.PASSING, status(story, "a"));
        assertEquals(CheckStatus.PASSING, status(story, "b"));
        assertEquals(CheckStatus.CRITICAL, status(story, "gone"));
        assertEquals(1, story.state.instances("web").size());
        assertEquals(0, story.state.instances("db").size());
        StatePropertyTest.assertSound(story.state.tables());
    }

    private static CheckStatus status(Story story, String node) {
        Check check = story.state.check(node, ALIVE);
        assertNotNull(check, node);
        return check.status();
    }

    @Test
    void changesNothingUnlessAllPartsAreThere() {
        var story = new Story();
        story.done(Story.put("k", "kept"));
        byte[] copy = Copy.of(story.state);
        story.done(Story.put("k", "new"));
        String digest = Copy.digest(copy);
        byte[] half = Arrays.copyOf(copy, copy.length / 2);
        story.done(new Copying.Part("c", 0, half));
        assertEquals("the copy did not arrive whole", story.refused(new Copying.Restore("c", 1, digest, ALIVE)));
        assertEquals(
                "another restore took the place of this one",
                story.refused(new Copying.Restore("c", 2, digest, ALIVE)));
        story.refused(new Copying.Part("c", 2, half));
        story.done(new Copying.Part("d", 0, half));
        story.refused(new Copying.Part("c", 1, half));
        story.done(new Copying.Forget("c"));
        story.done(new Copying.Part("d", 1, half));
        story.done(new Copying.Forget("d"));
        story.refused(new Copying.Part("d", 2, half));
        assertEquals("new", story.value("k"));
        assertEquals(0, story.state.tables().parts.size());
    }

    @Test
    void survivesToBeWrittenDownBetweenTwoParts() {
        var story = new Story();
        story.done(Story.put("k", "kept"));
        byte[] copy = Copy.of(story.state);
        story.done(Story.put("k", "new"));
        for (var command : restore(copy, 10)) {
            story.done(command);
            story.state = Image.of(story.state).state();
        }
        assertEquals("kept", story.value("k"));
    }

    @Test
    void refusesACopyThatDoesNotBelongTogether() {
        var image = Image.of(new Story().node("a").service("a", "w", "web").state);
        var without = with(image, List.of(), image.indexes());
        assertEquals("has a service on a node that is not in it: a", Restoring.flaw(without));
        assertEquals("", Restoring.flaw(image));
        assertNotEquals("", Restoring.flaw(with(image, image.nodes(), List.of())));
        assertThrows(Copy.Unreadable.class, () -> Copy.read(new byte[20]));
    }

    private static Image with(Image image, List<Node> nodes, List<Long> indexes) {
        return new Image(
                image.index(),
                image.now(),
                nodes,
                image.services(),
                image.checks(),
                image.keys(),
                image.sessions(),
                image.queries(),
                image.events(),
                image.votes(),
                image.delays(),
                image.tombstones(),
                image.nodeIndexes(),
                image.serviceIndexes(),
                indexes,
                "",
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }
}
