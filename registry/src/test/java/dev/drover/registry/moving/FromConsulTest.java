package dev.drover.registry.moving;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drover.registry.client.Remote;
import dev.drover.registry.consul.Fixture;
import dev.drover.testkit.peer.Consul;
import dev.drover.testkit.process.Finished;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes along from a Consul, by a move and by its own command. */
final class FromConsulTest extends MoveScene {
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
}
