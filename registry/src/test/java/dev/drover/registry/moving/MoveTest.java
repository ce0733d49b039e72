package dev.drover.registry.moving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.model.Registry.Access;
import dev.drover.model.Registry.Token;
import dev.drover.model.Secret;
import dev.drover.model.Where;
import dev.drover.registry.access.Tokens;
import dev.drover.registry.client.Remote;
import dev.drover.registry.client.Unanswered;
import dev.drover.registry.consul.Fixture;
import dev.drover.testkit.FreePort;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** From one registry to another. */
final class MoveTest extends MoveScene {
    @Test
    void leavesAloneWhatDiffersUnlessToldOtherwise() throws Exception {
        try (var source = Fixture.start();
                var goal = Fixture.start();
                var from = at(source.port());
                var into = at(goal.port())) {
            put(from, "/v1/kv/a", "new");
            put(from, "/v1/kv/b", "same");
            put(from, "/v1/kv/c?flags=1", "flags");
            put(into, "/v1/kv/a", "old");
            put(into, "/v1/kv/b", "same");
            put(into, "/v1/kv/c", "flags");
            put(into, "/v1/kv/d", "own");
            for (Remote one : List.of(from, into)) {
                String port = one == from ? "1" : "2";
                put(
                        one,
                        "/v1/catalog/register",
                        "{\"Node\": \"n\", \"Address\": \"10.0.0.1\", \"Service\": {\"Service\": \"db\", \"Port\": "
                                + port
                                + "}, \"Check\": {\"CheckID\": \"c\", \"Name\": \"c\", \"Status\": \""
                                + (one == from ? "passing" : "critical") + "\"}}");
                var _ = make(
                        one,
                        "POST",
                        "/v1/query",
                        "{\"Name\": \"q\", \"Service\": {\"Service\": \"db\", \"Near\": \"" + port + "\"}}");
            }
            var move = new Move(from, into, ALL, "");
            Plan plan = move.look();
            assertEquals(0, plan.toWrite(false));
            assertEquals(List.of("a", "c"), part(plan, "keys").other());
            assertEquals(List.of("q"), part(plan, "queries").other());
            assertEquals(
                    List.of("service db of n"), part(plan, "catalog entries").other());
            assertEquals(0, move.carry(false, done -> {}).count());
            assertEquals("old", into.write("GET", "/v1/kv/a?raw", new byte[0]));
            assertEquals(4, move.carry(true, done -> {}).count());
            assertEquals("new", into.write("GET", "/v1/kv/a?raw", new byte[0]));
            assertEquals("own", into.write("GET", "/v1/kv/d?raw", new byte[0]));
            assertEquals(
                    1, into.read("/v1/catalog/service/db").at("/0/ServicePort").asInt());
            assertEquals(
                    "critical",
                    into.read("/v1/health/node/n").at("/0/Status").asText(),
                    "how it is, is nothing that differs");
            Plan again = new Move(from, into, ALL, "").look();
            assertEquals(0, again.toWrite(true), again::toString);
        }
    }

    @Test
    void neverOverwritesWhatSomebodyWritesMeanwhile() throws Exception {
        try (var source = Fixture.start();
                var goal = Fixture.start();
                var from = at(source.port());
                var into = at(goal.port())) {
            put(from, "/v1/kv/fresh", "theirs");
            put(from, "/v1/kv/known", "theirs");
            put(into, "/v1/kv/known", "old");
            var move = new Move(from, into, KEYS, "");
            var _ = move.look();
            put(into, "/v1/kv/fresh", "ours");
            put(into, "/v1/kv/known", "ours");
            Written written = move.carry(true, done -> {});
            assertEquals(0, written.count());
            assertEquals(
                    Set.of("key fresh", "key known"),
                    Set.copyOf(written.failures().stream()
                            .map(Written.Failed::what)
                            .toList()));
            assertEquals("ours", into.write("GET", "/v1/kv/fresh?raw", new byte[0]));
            assertEquals("ours", into.write("GET", "/v1/kv/known?raw", new byte[0]));
        }
    }

    @Test
    void carriesAnyKeys() throws Exception {
        var random = new Random(4711);
        try (var source = Fixture.start();
                var goal = Fixture.start();
                var from = at(source.port());
                var into = at(goal.port())) {
            for (int i = 0; i < 300; i++) {
                String key = random.ints(1 + random.nextInt(8), 1, 0x180)
                        .filter(c -> c >= ' ' && c != 0x7f)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
                byte[] value = new byte[random.nextInt(20)];
                random.nextBytes(value);
                setKey(from, (i % 2 == 0 ? "in/" : "out/") + key, value, String.valueOf(random.nextInt(3)));
            }
            var move = new Move(from, into, KEYS, "in/");
            int count = move.look().toWrite(false);
            assertEquals(count, move.carry(false, done -> {}).count());
            assertEquals(keys(from, "/v1/kv/in/?recurse"), keys(into, "/v1/kv/?recurse"));
            assertEquals(0, new Move(from, into, KEYS, "in/").look().toWrite(true));
            assertEquals(List.of(), left(move.look()));
        }
    }

    @Test
    void doesNotTakeTheNameOfAnAgent() throws Exception {
        try (var source = Fixture.start();
                var goal = Fixture.start();
                var from = at(source.port());
                var into = at(goal.port())) {
            put(from, "/v1/catalog/register", "{\"Node\": \"x\", \"Address\": \"10.0.0.1\"}");
            put(
                    into,
                    "/v1/catalog/register",
                    "{\"Node\": \"x\", \"Address\": \"10.0.0.2\", \"Check\": {\"CheckID\": \"serfHealth\", \"Name\": \"alive\", \"Status\": \"passing\"}}");
            var move = new Move(from, into, Set.of(Move.What.CATALOG), "");
            Plan plan = move.look();
            assertTrue(left(plan).contains("1 node whose name an agent has there"), plan::toString);
            assertEquals(0, move.carry(true, done -> {}).count());
            assertEquals(
                    "10.0.0.2",
                    into.read("/v1/catalog/node/x").at("/Node/Address").asText());
        }
    }

    @Test
    void tellsWhoIsNotThereAndWhoSaysNo() throws IOException {
        var admin = new Token(
                Where.nowhere(), "a", new Secret.Plain("open"), Access.WRITE, new LinkedHashMap<>(), Access.WRITE);
        try (var source = Fixture.start();
                var guarded = Fixture.start(Tokens.of(Map.of("open", admin)));
                var from = at(source.port());
                var nobody = at(FreePort.next());
                var denying = at(guarded.port());
                var opened = new Remote(denying.base(), "wrong")) {
            var unreached = assertThrows(Unanswered.class, () -> new Move(nobody, from, ALL, "").look());
            assertFalse(unreached.isReached());
            assertTrue(unreached.getMessage().contains("cannot be reached"), unreached::getMessage);
            var denied = assertThrows(Unanswered.class, () -> new Move(opened, from, ALL, "").look());
            assertTrue(denied.isDenied(), denied::getMessage);
            assertTrue(denied.getMessage().endsWith("ACL not found"), denied::getMessage);
        }
    }

    @Test
    void stopsWhenTheOtherSideGoesAway() throws Exception {
        try (var source = Fixture.start();
                var from = at(source.port())) {
            for (int i = 0; i < 50; i++) {
                put(from, "/v1/kv/k" + i, "x");
            }
            var goal = Fixture.start();
            try (var into = at(goal.port())) {
                var move = new Move(from, into, KEYS, "");
                assertEquals(50, move.look().toWrite(false));
                goal.close();
                var lost = assertThrows(Unanswered.class, () -> move.carry(false, done -> {}));
                assertFalse(lost.isReached());
            }
        }
    }
}
