package dev.drover.registry.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.registry.command.Command;
import dev.drover.registry.entry.Check;
import dev.drover.registry.entry.CheckStatus;
import dev.drover.registry.entry.Node;
import dev.drover.registry.entry.Service;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CatalogTest {
    private final Story story = new Story();

    @Test
    void registersNodeServiceAndChecksAtOnce() {
        story.done(new Command.Register(
                Node.of("Alpha", "192.0.2.1"),
                false,
                List.of(Service.of("alpha", "web-1", "web", 80)),
                List.of(
                        Check.of("alpha", "ping", "", CheckStatus.PASSING),
                        Check.of("alpha", "http", "web-1", CheckStatus.WARNING))));
        var instance = story.state.instances("WEB").getFirst();
        assertEquals("Alpha", instance.node(), "the node's name is written as it was registered");
        assertEquals(
                List.of("ping", "http"),
                story.state.checksFor(instance).stream().map(Check::id).toList());
        assertEquals(CheckStatus.WARNING, story.state.health(instance));
        assertEquals(Set.of("web"), story.state.serviceNames());
    }

    @Test
    void registersNothingIfOnePartIsRefused() {
        assertEquals(
                "Missing service registration",
                story.refused(new Command.Register(
                        Node.of("alpha", "192.0.2.1"),
                        false,
                        List.of(),
                        List.of(Check.of("alpha", "x", "nothing", CheckStatus.PASSING)))));
        assertNull(story.state.node("alpha"));
        assertTrue(story.touched.isEmpty());
    }

    @Test
    void refusesServicesAndChecksOfUnknownNodes() {
        assertEquals(
                "Missing node registration",
                story.refused(new Command.PutService(Service.of("alpha", "web", "web", 80), List.of(), false, false)));
        assertEquals(
                "Missing node registration",
                story.refused(new Command.PutCheck(Check.of("alpha", "x", "", CheckStatus.PASSING), false)));
    }

    @Test
    void leavesIndexesAloneWhenTheSameIsWrittenAgain() {
        story.node("alpha").service("alpha", "web-1", "web").check("alpha", "http", "web-1", CheckStatus.PASSING);
        long before = story.state.index(new Topic.Service("web"));
        story.node("alpha").service("alpha", "web-1", "web").says("alpha", "http", CheckStatus.PASSING);
        assertEquals(before, story.state.index(new Topic.Service("web")));
        assertTrue(story.touched.isEmpty());
        assertEquals(3, story.state.instances("web").getFirst().createIndex());
    }

    @Test
    void touchesOnlyTheServiceWhoseCheckChanged() {
        story.node("alpha").service("alpha", "web-1", "web").service("alpha", "db-1", "db");
        story.check("alpha", "http", "web-1", CheckStatus.PASSING);
        long db = story.state.index(new Topic.Service("db"));
        story.says("alpha", "http", CheckStatus.CRITICAL);
        assertEquals(db, story.state.index(new Topic.Service("db")));
        assertEquals(story.state.index(), story.state.index(new Topic.Service("web")));
        assertEquals(Set.of(new Topic.AllChecks(), new Topic.Node("alpha"), new Topic.Service("web")), story.touched);
    }

    @Test
    void touchesAllServicesOfANodeWhoseOwnCheckOrAddressChanged() {
        story.node("alpha")
                .service("alpha", "web-1", "web")
                .service("alpha", "db-1", "db")
                .node("beta")
                .service("beta", "q-1", "queue");
        long queue = story.state.index(new Topic.Service("queue"));
        story.check("alpha", "disk", "", CheckStatus.CRITICAL);
        assertEquals(story.state.index(), story.state.index(new Topic.Service("web")));
        assertEquals(story.state.index(), story.state.index(new Topic.Service("db")));
        story.done(new Command.PutNode(Node.of("alpha", "192.0.2.9")));
        assertEquals(story.state.index(), story.state.index(new Topic.Service("db")));
        assertEquals(queue, story.state.index(new Topic.Service("queue")));
        assertFalse(story.touched.contains(new Topic.Service("queue")));
    }

    @Test
    void leavesAnIndexBehindWhenTheLastInstanceGoes() {
        story.node("alpha").service("alpha", "web-1", "web");
        long before = story.state.index(new Topic.Service("web"));
        story.done(new Command.RemoveService("alpha", "web-1"));
        assertTrue(story.state.index(new Topic.Service("web")) > before);
        assertTrue(story.touched.contains(new Topic.Service("web")));
        assertTrue(story.state.serviceNames().isEmpty());
    }

    @Test
    void removesANodeWithAllThatIsOnIt() {
        story.node("alpha").service("alpha", "web-1", "web").check("alpha", "http", "web-1", CheckStatus.PASSING);
        story.session("s", "alpha");
        story.done(new Command.RemoveNode("alpha"));
        assertNull(story.state.node("alpha"));
        assertTrue(story.state.services().isEmpty());
        assertTrue(story.state.instances("web").isEmpty());
        assertTrue(story.state.checks().isEmpty());
        assertNull(story.state.session("s"));
        assertEquals(story.state.index(), story.state.index(new Topic.Node("alpha")));
    }

    @Test
    void removesWhatIsNotThereWithoutAWord() {
        story.done(new Command.RemoveNode("alpha"));
        story.done(new Command.RemoveService("alpha", "x"));
        story.done(new Command.RemoveCheck("alpha", "x"));
        assertTrue(story.touched.isEmpty());
    }

    @Test
    void renamesTheNodeOfTheSameId() {
        var node = new Node("0b1c", "alpha", "192.0.2.1", Map.of(), Map.of(), 0, 0);
        story.done(new Command.PutNode(node));
        story.service("alpha", "web-1", "web");
        story.done(new Command.PutNode(new Node("0B1C", "beta", "192.0.2.1", Map.of(), Map.of(), 0, 0)));
        assertNull(story.state.node("alpha"));
        var renamed = story.state.node("beta");
        assertNotNull(renamed);
        assertEquals(2, renamed.createIndex());
        assertTrue(story.state.services().isEmpty());
    }

    @Test
    void refusesANameThatANodeOfAnotherIdHas() {
        story.done(new Command.PutNode(new Node("0b1c", "alpha", "192.0.2.1", Map.of(), Map.of(), 0, 0)));
        assertEquals(
                "Node name Alpha is reserved by node 0b1c with name alpha",
                story.refused(new Command.PutNode(new Node("ffff", "Alpha", "192.0.2.2", Map.of(), Map.of(), 0, 0))));
    }

    @Test
    void movesAnInstanceToItsNewName() {
        story.node("alpha").service("alpha", "one", "web").check("alpha", "http", "one", CheckStatus.PASSING);
        story.service("alpha", "one", "shop");
        assertTrue(story.state.instances("web").isEmpty());
        assertEquals(1, story.state.instances("shop").size());
        assertEquals("shop", story.state.checks("alpha").getFirst().serviceName());
        assertTrue(story.touched.containsAll(Set.of(new Topic.Service("web"), new Topic.Service("shop"))));
    }

    @Test
    void keepsStatusAndReplacesChecksWhenAskedTo() {
        story.node("alpha").service("alpha", "one", "web");
        story.check("alpha", "old", "one", CheckStatus.PASSING).check("alpha", "kept", "one", CheckStatus.PASSING);
        story.done(new Command.PutService(
                Service.of("alpha", "one", "web", 80),
                List.of(Check.of("alpha", "kept", "one", CheckStatus.CRITICAL)),
                true,
                true));
        var checks = story.state.checks("alpha");
        assertEquals(List.of("kept"), checks.stream().map(Check::id).toList());
        assertEquals(CheckStatus.PASSING, checks.getFirst().status());
    }

    @Test
    void tellsApartNodesThatStartAlike() {
        story.node("a").node("ab").service("ab", "x", "web");
        assertTrue(story.state.services("a").isEmpty());
        assertEquals(1, story.state.services("ab").size());
    }
}
