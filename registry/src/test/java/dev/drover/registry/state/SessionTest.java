package dev.drover.registry.state;

import static dev.drover.registry.state.Story.acquire;
import static dev.drover.registry.state.Story.put;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.registry.command.Command;
import dev.drover.registry.entry.CheckStatus;
import dev.drover.registry.entry.PreparedQuery;
import dev.drover.registry.entry.Session;
import dev.drover.registry.entry.Session.Behaviour;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionTest {
    private final Story story = new Story();

    @BeforeEach
    void startWithANode() {
        story.node("alpha");
        story.service("alpha", "web-1", "web");
        story.check("alpha", "disk", "", CheckStatus.PASSING);
        story.check("alpha", "http", "web-1", CheckStatus.PASSING);
    }

    private static Session session(Behaviour behaviour, Duration delay) {
        return new Session(
                "s",
                "",
                "ALPHA",
                delay,
                behaviour,
                Duration.ofSeconds(10),
                List.of("disk"),
                List.of("http"),
                Instant.EPOCH,
                0,
                0);
    }

    private void begin(Behaviour behaviour, Duration delay) {
        story.done(new Command.CreateSession(session(behaviour, delay)));
        story.done(acquire("k", "v", "s"));
    }

    private void assertReleased() {
        assertNull(story.state.session("s"));
        assertEquals("", story.key("k").session());
        assertEquals(story.state.index(), story.key("k").modifyIndex());
        assertTrue(story.touched.containsAll(Set.of(
                new Topic.Key("k"), new Topic.Session("s"), new Topic.AllSessions(), new Topic.NodeSessions("alpha"))));
    }

    @Test
    void releasesItsLocksWhenDestroyed() {
        begin(Behaviour.RELEASE, Duration.ZERO);
        story.done(new Command.DestroySession("s"));
        assertReleased();
        story.done(new Command.DestroySession("s"));
    }

    @Test
    void deletesItsKeysWhenThatIsItsBehaviour() {
        begin(Behaviour.DELETE, Duration.ZERO);
        story.done(put("other", "v"));
        story.done(new Command.DestroySession("s"));
        assertNull(story.state.key("k"));
        assertEquals("v", story.value("other"));
    }

    @Test
    void endsWhenACheckTurnsCritical() {
        begin(Behaviour.RELEASE, Duration.ZERO);
        story.says("alpha", "http", CheckStatus.WARNING);
        assertNotNull(story.state.session("s"));
        story.says("alpha", "http", CheckStatus.CRITICAL);
        assertReleased();
    }

    @Test
    void endsWhenACheckOrItsServiceIsRemoved() {
        begin(Behaviour.RELEASE, Duration.ZERO);
        story.done(new Command.RemoveCheck("alpha", "disk"));
        assertReleased();
        story.check("alpha", "disk", "", CheckStatus.PASSING);
        begin(Behaviour.RELEASE, Duration.ZERO);
        story.done(new Command.RemoveService("alpha", "web-1"));
        assertReleased();
    }

    @Test
    void endsWithItsNode() {
        begin(Behaviour.RELEASE, Duration.ZERO);
        story.done(new Command.RemoveNode("alpha"));
        assertReleased();
    }

    @Test
    void expiresOnlyIfNobodyRenewedIt() {
        begin(Behaviour.RELEASE, Duration.ZERO);
        var session = story.state.session("s");
        assertNotNull(session);
        var seen = session.renewed();
        story.later(Duration.ofSeconds(5));
        story.done(new Command.RenewSession("s"));
        assertTrue(story.touched.isEmpty(), "a sign of life wakes nobody");
        story.done(new Command.ExpireSession("s", seen));
        assertNotNull(story.state.session("s"));
        story.done(new Command.ExpireSession("s", story.now));
        assertReleased();
        assertEquals("Session id 's' not found", story.refused(new Command.RenewSession("s")));
    }

    @Test
    void keepsALockFromEverybodyForItsDelay() {
        begin(Behaviour.RELEASE, Duration.ofSeconds(15));
        story.session("t", "alpha");
        story.done(new Command.DestroySession("s"));
        story.later(Duration.ofSeconds(14));
        story.no(acquire("k", "x", "t"));
        story.later(Duration.ofSeconds(2));
        story.done(acquire("k", "x", "t"));
    }

    @Test
    void delaysNobodyAfterAnOrderlyRelease() {
        begin(Behaviour.RELEASE, Duration.ofSeconds(15));
        story.session("t", "alpha");
        story.done(Story.release("k", "v", "s"));
        story.done(acquire("k", "x", "t"));
    }

    @Test
    void letsNoClockTurnADelayBack() {
        begin(Behaviour.RELEASE, Duration.ofSeconds(15));
        story.session("t", "alpha");
        story.done(new Command.DestroySession("s"));
        story.later(Duration.ofSeconds(16));
        story.done(new Command.Nothing());
        story.now = story.now.minusSeconds(3600);
        story.done(acquire("k", "x", "t"));
    }

    @Test
    void beginsOnlyWithChecksThatAreWell() {
        assertEquals("Missing node registration", story.refused(new Command.CreateSession(Session.of("s", "nowhere"))));
        story.says("alpha", "disk", CheckStatus.CRITICAL);
        assertEquals(
                "Check 'disk' is in critical state",
                story.refused(new Command.CreateSession(session(Behaviour.RELEASE, Duration.ZERO))));
        story.done(new Command.RemoveCheck("alpha", "disk"));
        assertEquals(
                "Missing check 'disk' registration",
                story.refused(new Command.CreateSession(session(Behaviour.RELEASE, Duration.ZERO))));
    }

    @Test
    void takesItsQueriesWithIt() {
        begin(Behaviour.RELEASE, Duration.ZERO);
        story.done(new Command.PutQuery(new PreparedQuery("q", "mine", "s", false, "{}", 0, 0), true));
        story.done(new Command.PutQuery(new PreparedQuery("r", "", "", false, "{}", 0, 0), true));
        story.done(new Command.DestroySession("s"));
        assertNull(story.state.query("q"));
        assertNotNull(story.state.query("r"));
    }

    @Test
    void namesAQueryOnce() {
        story.done(new Command.PutQuery(new PreparedQuery("q", "one", "", false, "{}", 0, 0), true));
        assertEquals(
                "name 'one' aliases an existing query name",
                story.refused(new Command.PutQuery(new PreparedQuery("r", "one", "", false, "{}", 0, 0), true)));
        assertEquals(
                "name 'ONE' aliases an existing query name",
                story.refused(new Command.PutQuery(new PreparedQuery("r", "ONE", "", true, "{}", 0, 0), true)));
        assertEquals(
                "Cannot modify non-existent prepared query: 'r'",
                story.refused(new Command.PutQuery(new PreparedQuery("r", "two", "", false, "{}", 0, 0), false)));
        story.done(new Command.RemoveQuery("q"));
        story.refused(new Command.RemoveQuery("q"));
        assertTrue(story.state.queries().isEmpty());
    }
}
