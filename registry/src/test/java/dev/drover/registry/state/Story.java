package dev.drover.registry.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.drover.registry.command.Command;
import dev.drover.registry.command.Command.Kv;
import dev.drover.registry.command.Outcome;
import dev.drover.registry.entry.Check;
import dev.drover.registry.entry.CheckStatus;
import dev.drover.registry.entry.KvEntry;
import dev.drover.registry.entry.Node;
import dev.drover.registry.entry.Service;
import dev.drover.registry.entry.Session;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** One command after another, and what came of them. */
final class Story {
    State state = State.EMPTY;
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    Set<Topic> touched = Set.of();

    Outcome tell(Command command) {
        var next = Transition.of(state, command, state.index() + 1, now);
        assertEquals(next.state().index(), next.outcome().index());
        state = next.state();
        touched = next.touched();
        return next.outcome();
    }

    void done(Command command) {
        assertInstanceOf(Outcome.Done.class, tell(command));
    }

    void no(Command command) {
        assertInstanceOf(Outcome.No.class, tell(command));
    }

    String refused(Command command) {
        return assertInstanceOf(Outcome.Refused.class, tell(command)).message();
    }

    List<Outcome.Result> committed(Command.Step... steps) {
        return assertInstanceOf(Outcome.Committed.class, tell(new Command.Txn(List.of(steps))))
                .results();
    }

    List<Outcome.Failure> rolledBack(Command.Step... steps) {
        return assertInstanceOf(Outcome.RolledBack.class, tell(new Command.Txn(List.of(steps))))
                .failures();
    }

    void later(Duration time) {
        now = now.plus(time);
    }

    Story node(String name) {
        done(new Command.PutNode(Node.of(name, "192.0.2.1")));
        return this;
    }

    Story service(String node, String id, String name) {
        done(new Command.PutService(Service.of(node, id, name, 80), List.of(), false, false));
        return this;
    }

    Story check(String node, String id, String service, CheckStatus status) {
        done(new Command.PutCheck(Check.of(node, id, service, status), false));
        return this;
    }

    Story says(String node, String check, CheckStatus status) {
        done(new Command.SetCheck(node, check, status, ""));
        return this;
    }

    Story session(String id, String node) {
        done(new Command.CreateSession(Session.of(id, node)));
        return this;
    }

    KvEntry key(String key) {
        var entry = state.key(key);
        assertNotNull(entry, key);
        return entry;
    }

    String value(String key) {
        return new String(key(key).value(), StandardCharsets.UTF_8);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static Kv put(String key, String value) {
        return new Kv.Put(key, bytes(value), 0);
    }

    static Kv cas(String key, String value, long index) {
        return new Kv.Cas(key, bytes(value), 0, index);
    }

    static Kv acquire(String key, String value, String session) {
        return new Kv.Acquire(key, bytes(value), 0, session);
    }

    static Kv release(String key, String value, String session) {
        return new Kv.Release(key, bytes(value), 0, session);
    }
}
