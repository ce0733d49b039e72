package dev.drover.registry.state;

import static dev.drover.registry.state.Story.acquire;
import static dev.drover.registry.state.Story.cas;
import static dev.drover.registry.state.Story.put;
import static dev.drover.registry.state.Story.release;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.registry.command.Command.Kv;
import dev.drover.registry.entry.KvEntry;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KvTest {
    private final Story story = new Story();

    @Test
    void keepsWhenAKeyWasMadeAndModified() {
        story.done(put("a", "1"));
        story.done(put("a", "2"));
        assertEquals("2", story.value("a"));
        assertEquals(2, story.key("a").createIndex());
        assertEquals(3, story.key("a").modifyIndex());
    }

    @Test
    void changesNothingWhenTheSameIsPutAgain() {
        story.done(put("a", "1"));
        story.done(put("a", "1"));
        assertEquals(2, story.key("a").modifyIndex());
        assertTrue(story.touched.isEmpty());
    }

    @Test
    void putsOnlyAtTheIndexThatWasNamed() {
        story.done(cas("a", "1", 0));
        story.no(cas("a", "2", 0));
        story.no(cas("a", "2", 77));
        story.no(cas("b", "2", 77));
        assertEquals("1", story.value("a"));
        story.done(cas("a", "2", 2));
        assertEquals("2", story.value("a"));
    }

    @Test
    void deletesOnlyAtTheIndexThatWasNamed() {
        story.done(put("a", "1"));
        story.no(new Kv.DeleteCas("a", 9));
        story.done(new Kv.DeleteCas("a", 2));
        assertNull(story.state.key("a"));
        story.done(new Kv.DeleteCas("a", 2));
    }

    @Test
    void deletesATree() {
        for (var key : List.of("a", "a/1", "a/2", "b", "ab")) {
            story.done(put(key, "x"));
        }
        story.done(new Kv.DeleteTree("a/"));
        assertEquals(
                List.of("a", "ab", "b"),
                story.state.keys("").stream().map(KvEntry::key).toList());
        assertEquals(Set.of(new Topic.Key("a/1"), new Topic.Key("a/2")), story.touched);
    }

    @Test
    void locksForOneSessionAtATime() {
        story.node("alpha").session("s", "alpha").session("t", "alpha");
        story.done(acquire("k", "mine", "s"));
        story.no(acquire("k", "theirs", "t"));
        story.no(release("k", "theirs", "t"));
        assertEquals(1, story.key("k").lockIndex());
        story.done(acquire("k", "again", "s"));
        assertEquals(1, story.key("k").lockIndex(), "held already, so not taken again");
        assertEquals("again", story.value("k"));
        story.done(release("k", "given back", "s"));
        assertEquals("", story.key("k").session());
        story.done(acquire("k", "theirs", "t"));
        assertEquals(2, story.key("k").lockIndex());
    }

    @Test
    void refusesLocksForSessionsThatAreNotThere() {
        assertEquals("invalid session \"nobody\"", story.refused(acquire("k", "x", "nobody")));
        assertEquals("missing session", story.refused(acquire("k", "x", "")));
        story.no(release("k", "x", "nobody"));
    }

    @Test
    void keepsTheLockWhenSomebodyPutsWithoutIt() {
        story.node("alpha").session("s", "alpha");
        story.done(acquire("k", "1", "s"));
        story.done(put("k", "2"));
        assertEquals("s", story.key("k").session());
        assertEquals("2", story.value("k"));
    }

    @Test
    void raisesTheIndexOfAPrefixWhenAKeyGoes() {
        story.done(put("a/1", "x"));
        story.done(put("a/2", "x"));
        story.done(put("b", "x"));
        assertEquals(3, story.state.index(new Topic.Prefix("a/")));
        story.done(new Kv.Delete("a/1"));
        assertEquals(5, story.state.index(new Topic.Prefix("a/")));
        assertEquals(5, story.state.index(new Topic.Key("a/1")));
        assertEquals(4, story.state.index(new Topic.Prefix("b")));
    }

    @Test
    void forgetsOldTombstonesAndNeverLetsAnIndexFall() {
        for (int i = 0; i <= Draft.TOMBSTONES; i++) {
            story.done(put("k" + i, "x"));
            story.done(new Kv.Delete("k" + i));
        }
        var tables = story.state.tables();
        assertTrue(tables.tombstones.size() <= Draft.TOMBSTONES, "bounded");
        for (var key : List.of("k0", "k100", "k" + Draft.TOMBSTONES)) {
            int number = Integer.parseInt(key.substring(1));
            assertTrue(story.state.index(new Topic.Key(key)) >= 2L * number + 3, key);
        }
    }
}
