package dev.drover.registry.moving;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drover.model.Registry.Access;
import dev.drover.model.Registry.Token;
import dev.drover.model.Secret;
import dev.drover.model.Where;
import dev.drover.registry.access.Tokens;
import dev.drover.registry.client.Remote;
import dev.drover.registry.client.Unanswered;
import dev.drover.registry.consul.Fixture;
import dev.drover.testkit.FreePort;
import dev.drover.testkit.peer.Consul;
import dev.drover.testkit.process.Finished;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MoveTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<Move.What> ALL = EnumSet.allOf(Move.What.class);
    private static final Set<Move.What> KEYS = Set.of(Move.What.KEYS);

    private static Remote at(int port) {
        return new Remote(URI.create("http://127.0.0.1:" + port), "");
    }

    private static void put(Remote remote, String path, String body) throws Exception {
        String told = remote.write("PUT", path, body.getBytes(UTF_8));
        assertFalse(told.equals("false"), path);
    }

    private static JsonNode make(Remote remote, String method, String path, String body) throws Exception {
        return JSON.readTree(remote.write(method, path, body.getBytes(UTF_8)));
    }

    private static Part part(Plan plan, String kind) {
        return plan.parts().stream()
                .filter(p -> p.kind().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> left(Plan plan) {
        return plan.leftOut().stream().map(Plan.Left::what).toList();
    }

    /** Keys as both sides tell of them, without what counts writes. */
    private static List<String> keys(Remote remote, String path) throws Exception {
        var keys = new ArrayList<String>();
        remote.each(
                path,
                entry -> keys.add(entry.path("Key") + " " + entry.path("Flags") + " "
                        + entry.path("Value").asText("")));
        return keys;
    }

    private static void setKey(Remote remote, String key, byte[] value, String flags) throws Exception {
        String op = "[{\"KV\": {\"Verb\": \"set\", \"Key\": %s, \"Value\": \"%s\", \"Flags\": %s}}]"
                .formatted(JSON.writeValueAsString(key), Base64.getEncoder().encodeToString(value), flags);
        put(remote, "/v1/txn", op);
    }

    private static void fillKeys(Remote consul) throws Exception {
        setKey(consul, "plain", "value".getBytes(UTF_8), "0");
        setKey(consul, "flags", "x".getBytes(UTF_8), "18446744073709551615");
        setKey(consul, "empty", new byte[0], "7");
        setKey(consul, "binary", new byte[] {0, -1, 10, 13, 0}, "0");
        for (String odd :
                List.of("a b", "ü/ö", "/leading", "a//b", "a/../b", "./a", "per%cent?#&=+", "quote\"", "a/")) {
            setKey(consul, "odd/" + odd, odd.getBytes(UTF_8), "1");
        }
        setKey(consul, "/very/odd", "x".getBytes(UTF_8), "0");
        byte[] large = new byte[500 << 10];
        new Random(1).nextBytes(large);
        var _ = consul.write("PUT", "/v1/kv/large", large);
        String session = make(consul, "PUT", "/v1/session/create", "{\"TTL\": \"3600s\"}")
                .path("ID")
                .asText();
        put(consul, "/v1/kv/lock?acquire=" + session, "held");
    }

    private static void fillQueries(Remote consul) throws Exception {
        var _ = make(
                consul,
                "POST",
                "/v1/query",
                "{\"Name\": \"web\", \"Service\": {\"Service\": \"web\", \"OnlyPassing\": true, \"Tags\": [\"v1\"]},"
                        + " \"DNS\": {\"TTL\": \"10s\"}}");
        var _ = make(
                consul,
                "POST",
                "/v1/query",
                "{\"Name\": \"geo-\", \"Template\": {\"Type\": \"name_prefix_match\"}, \"Service\": {\"Service\": \"${name.suffix}\"}}");
        String session =
                make(consul, "PUT", "/v1/session/create", "{}").path("ID").asText();
        var _ = make(
                consul, "POST", "/v1/query", "{\"Session\": \"" + session + "\", \"Service\": {\"Service\": \"web\"}}");
    }

    private static void fillCatalog(Remote consul) throws Exception {
        put(
                consul,
                "/v1/catalog/register",
                "{\"Node\": \"db-1\", \"ID\": \"40e4a748-2192-161a-0510-9bf59fe950b5\", \"Address\": \"10.0.0.9\", \"TaggedAddresses\": {\"wan\": \"192.0.2.9\"},"
                        + " \"NodeMeta\": {\"external-node\": \"true\"}, \"Service\": {\"ID\": \"db1\", \"Service\": \"db\", \"Port\": 5432,"
                        + " \"Tags\": [\"primary\"], \"Meta\": {\"v\": \"9\", \"none\": \"\"}, \"Weights\": {\"Passing\": 5, \"Warning\": 1}}, \"Checks\": ["
                        + "{\"CheckID\": \"db1-tcp\", \"Name\": \"port\", \"Status\": \"critical\", \"Output\": \"refused\", \"ServiceID\": \"db1\","
                        + " \"Definition\": {\"TCP\": \"10.0.0.9:5432\", \"Interval\": \"30s\"}},"
                        + "{\"CheckID\": \"ping\", \"Name\": \"ping\", \"Status\": \"passing\", \"Notes\": \"by hand\"}]}");
        put(
                consul,
                "/v1/catalog/register",
                "{\"Node\": \"db-1\", \"Address\": \"10.0.0.9\", \"SkipNodeUpdate\": true, \"Service\": {\"Service\": \"metrics\", \"Port\": 9100}}");
        put(
                consul,
                "/v1/catalog/register",
                "{\"Node\": \"db-1\", \"Address\": \"10.0.0.9\", \"SkipNodeUpdate\": true, \"Service\": {\"Kind\": \"connect-proxy\","
                        + " \"Service\": \"db-proxy\", \"Port\": 1, \"Proxy\": {\"DestinationServiceName\": \"db\"}}}");
        put(consul, "/v1/catalog/register", "{\"Node\": \"printer\", \"Address\": \"10.0.0.10\"}");
        put(consul, "/v1/agent/service/register", "{\"Name\": \"web\", \"Port\": 80}");
    }

    @Test
    void carriesWhatConsulHoldsOnce(@TempDir Path folder) throws Exception {
        assumeTrue(Consul.isFetched(), "Consul 1.8.7 is not in target/peers: .build/peers.sh fetches it");
        try (var peer = Consul.start(folder);
                var fixture = Fixture.start();
                var consul = at(peer.port());
                var drover = at(fixture.port())) {
            fillKeys(consul);
            fillQueries(consul);
            fillCatalog(consul);
            var move = new Move(consul, drover, ALL, "");
            Plan plan = move.look();
            assertEquals("Consul 1.8.7", plan.from().what());
            assertTrue(plan.into().what().startsWith("Drover "), plan.into()::what);
            assertEquals(16, part(plan, "keys").missing());
            assertEquals(2, part(plan, "queries").missing());
            assertEquals(6, part(plan, "catalog entries").missing());
            assertEquals(
                    List.of(
                            "1 lock on a key",
                            "1 query of a session",
                            "1 node with an agent",
                            "1 proxy or gateway of a service mesh",
                            "2 sessions"),
                    left(plan));
            var counted = new AtomicInteger();
            Written written = move.carry(false, counted::set);
            assertEquals(List.of(), written.failures());
            assertEquals(24, written.count());
            assertEquals(24, counted.get());
            assertEquals(keys(consul, "/v1/kv/?recurse"), keys(drover, "/v1/kv/?recurse"));
            assertSameHealth(consul, drover, "db");
            assertSameHealth(consul, drover, "metrics");
            assertEquals(
                    "{\"none\":\"\",\"v\":\"9\"}",
                    drover.read("/v1/health/service/db").at("/0/Service/Meta").toString());
            assertEquals(
                    "10.0.0.10",
                    drover.read("/v1/catalog/node/printer").at("/Node/Address").asText());
            assertEquals(
                    "web",
                    drover.read("/v1/query/web/explain")
                            .at("/Query/Service/Service")
                            .asText());
            assertEquals(
                    "a",
                    drover.read("/v1/query/geo-a/explain")
                            .at("/Query/Service/Service")
                            .asText());

            Plan again = new Move(consul, drover, ALL, "").look();
            assertEquals(0, again.toWrite(true), again::toString);
        }
    }

    private static void assertSameHealth(Remote consul, Remote drover, String service) throws Exception {
        assertEquals(
                stripped(consul.read("/v1/health/service/" + service)),
                stripped(drover.read("/v1/health/service/" + service)));
    }

    /** Without what counts writes, and what Consul has of its mesh. */
    private static String stripped(JsonNode told) {
        told.findParents("ModifyIndex").forEach(n -> ((ObjectNode) n).remove(List.of("CreateIndex", "ModifyIndex")));
        told.forEach(entry -> ((ObjectNode) entry.path("Service")).remove(List.of("Proxy", "Connect")));
        told.forEach(entry -> ((ObjectNode) entry.path("Node")).remove("Datacenter"));
        return Shape.of(told).toString();
    }

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

    /** Of services that an agent of Consul has in its files. */
    @Test
    void takesDefinitionsInFilesFromConsulsOwnCommand(@TempDir Path folder) throws Exception {
        assumeTrue(Consul.isFetched(), "Consul 1.8.7 is not in target/peers: .build/peers.sh fetches it");
        Path file = Files.writeString(folder.resolve("web.json"), """
                {"service": {"name": "web", "id": "web-1", "port": 80, "tags": ["v1"], "meta": {"team": "shop"},
                  "check": {"id": "web-ttl", "ttl": "10m"}}}
                """);
        try (var fixture = Fixture.start();
                var drover = at(fixture.port())) {
            Finished.run(
                            Duration.ofSeconds(30),
                            Consul.program().toString(),
                            "services",
                            "register",
                            "-http-addr=" + drover.base(),
                            file.toString())
                    .succeeded();
            JsonNode web = drover.read("/v1/health/service/web").path(0);
            assertEquals("shop", web.at("/Service/Meta/team").asText());
            assertTrue(web.path("Checks").toString().contains("web-ttl"), web::toString);
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
