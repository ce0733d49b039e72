package dev.drover.registry.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.registry.command.Command;
import dev.drover.registry.entry.Entry;
import dev.drover.registry.entry.KvEntry;
import dev.drover.registry.entry.Session;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What holds whatever is asked for, in whatever order. */
class StatePropertyTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int COMMANDS = 120;

    private static final List<Topic> TOPICS = List.of(
            new Topic.AllNodes(),
            new Topic.AllServices(),
            new Topic.Votes("web"),
            new Topic.AllChecks(),
            new Topic.AllSessions(),
            new Topic.AllQueries(),
            new Topic.Events(),
            new Topic.Models(),
            new Topic.Challenges(),
            new Topic.KeySteps(),
            new Topic.Node("a"),
            new Topic.Node("ab"),
            new Topic.Node("b"),
            new Topic.Service("web"),
            new Topic.Service("db"),
            new Topic.Key("k"),
            new Topic.Key("k/1"),
            new Topic.Key("l"),
            new Topic.Prefix("k"),
            new Topic.Prefix(""),
            new Topic.Session("x"),
            new Topic.NodeSessions("a"));

    @Property(tries = 300)
    void keepsItsMapsTrueToEachOther(@ForAll long seed) {
        var state = State.EMPTY;
        for (var command : new Commands(seed).some(COMMANDS)) {
            state = next(state, command).state();
            assertSound(state.tables());
        }
    }

    @Property(tries = 300)
    void raisesTheIndexOfATopicWheneverItsAnswerChanges(@ForAll long seed) {
        var state = State.EMPTY;
        for (var command : new Commands(seed).some(COMMANDS)) {
            var next = next(state, command);
            assertTold(state, next, command);
            state = next.state();
        }
    }

    /** Whoever asked and waits learns of it. */
    static void assertTold(State state, Transition next, Command command) {
        for (var topic : TOPICS) {
            long before = state.index(topic);
            long after = next.state().index(topic);
            assertTrue(after >= before, () -> topic + " fell by " + command);
            if (!answer(state, topic).equals(answer(next.state(), topic))) {
                assertEquals(next.state().index(), after, () -> topic + " is not raised by " + command);
                assertTrue(wakes(next, topic), () -> topic + " is not woken by " + command);
            }
        }
    }

    @Property(tries = 100)
    void comesToTheSameFromTheSame(@ForAll long seed) {
        var commands = new Commands(seed).some(COMMANDS);
        var one = State.EMPTY;
        var two = State.EMPTY;
        for (int i = 0; i < commands.size(); i++) {
            one = next(one, commands.get(i)).state();
            two = next(i % 10 == 0 ? Image.of(two).state() : two, commands.get(i))
                    .state();
        }
        assertEquals(Image.of(one), Image.of(two));
        assertSound(Image.of(two).state().tables());
    }

    static Transition next(State state, Command command) {
        return Transition.of(state, command, state.index() + 1, START.plusMillis(state.index() * 500));
    }

    private static boolean wakes(Transition transition, Topic topic) {
        return transition.touched().contains(new Topic.Everything())
                || switch (topic) {
                    case Topic.Prefix(var prefix) ->
                        transition.touched().stream()
                                .anyMatch(t -> t instanceof Topic.Key(var key) && key.startsWith(prefix));
                    default -> transition.touched().contains(topic);
                };
    }

    private static List<?> answer(State state, Topic topic) {
        return switch (topic) {
            case Topic.AllNodes _ -> List.copyOf(state.nodes());
            case Topic.AllServices _ -> List.copyOf(state.services());
            case Topic.AllChecks _ -> List.copyOf(state.checks());
            case Topic.AllSessions _ -> ids(state.sessions());
            case Topic.AllQueries _ -> List.copyOf(state.queries());
            case Topic.Everything _ -> List.of();
            case Topic.Events _ -> state.events();
            case Topic.Votes(var service) -> state.votes(service);
            case Topic.Challenges _ -> state.challenges();
            case Topic.KeySteps _ -> List.copyOf(state.keySteps());
            case Topic.Models _ -> List.of(state.models(), List.copyOf(state.modelWords()));
            case Topic.Node(var name) ->
                List.of(Optional.ofNullable(state.node(name)), state.services(name), state.checks(name));
            case Topic.Service(var name) ->
                state.instances(name).stream()
                        .map(s -> List.of(s, Optional.ofNullable(state.node(s.node())), state.checksFor(s)))
                        .toList();
            case Topic.Key(var key) -> List.of(Optional.ofNullable(state.key(key)));
            case Topic.Prefix(var prefix) -> state.keys(prefix);
            case Topic.Session(var id) ->
                ids(state.sessions().stream().filter(s -> s.id().equals(id)).toList());
            case Topic.NodeSessions(var node) -> ids(state.sessions(node));
        };
    }

    /** Without when they were renewed, which nobody is told. */
    private static List<?> ids(Collection<? extends Entry> entries) {
        return entries.stream()
                .map(e -> List.of(((Session) e).id(), e.modifyIndex()))
                .toList();
    }

    static void assertSound(Tables t) {
        assertEquals(t.services.size(), t.instances.size());
        t.services.values().forEach(s -> {
            assertTrue(t.nodes.containsKey(Topic.lower(s.node())));
            assertEquals(s, t.instances.get(Tables.join(s.name(), Topic.lower(s.node()), s.id())));
            assertTrue(t.serviceIndexes.containsKey(s.name()));
        });
        assertEquals(
                t.services.values().stream()
                        .map(s -> Topic.lower(s.name()))
                        .distinct()
                        .count(),
                new State(t).serviceCount());
        assertEquals(t.checks.size(), t.checksOfServices.size());
        t.checks.values().forEach(c -> {
            assertTrue(t.nodes.containsKey(Topic.lower(c.node())));
            assertEquals(c, t.checksOfServices.get(Tables.join(Topic.lower(c.node()), c.serviceId(), c.id())));
            var service = t.services.get(Tables.join(Topic.lower(c.node()), c.serviceId()));
            assertEquals(c.serviceId().isEmpty(), service == null);
            assertEquals(service == null ? "" : service.name(), c.serviceName());
            assertEquals(service == null ? List.of() : service.tags(), c.serviceTags());
        });
        var held = new ArrayList<String>();
        for (KvEntry entry : t.kv.values()) {
            if (!entry.session().isEmpty()) {
                assertTrue(t.sessions.containsKey(entry.session()), "held by a session that is there");
                held.add(Tables.join(entry.session(), entry.key()));
            }
            assertFalse(t.tombstones.containsKey(entry.key()));
        }
        assertEquals(held.stream().sorted().toList(), List.copyOf(t.held.keySet()));
        assertEquals(t.sessions.size(), t.sessionsOfNodes.size());
        t.sessions.values().forEach(s -> assertTrue(t.nodes.containsKey(Topic.lower(s.node()))));
        t.serviceIndexes.keySet().forEach(n -> assertTrue(Tables.any(t.instances, Tables.within(n)), n));
        assertEquals(t.nodes.size(), t.nodeIndexes.size());
    }
}
