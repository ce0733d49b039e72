package dev.drover.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drover.testkit.Await;
import dev.drover.testkit.FreePort;
import dev.drover.testkit.http.Origin;
import dev.drover.testkit.http.RawClient;
import dev.drover.testkit.process.Finished;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What registers itself by Consul's API is served, and what a file declares is found by it: one truth, both ways. */
final class RegistryTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final int port = FreePort.next();
    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    private String declared(String rest) {
        return "registry: {listen: \"127.0.0.1:" + port + "\"}\n" + rest;
    }

    private HttpResponse<String> ask(String method, String path, String body) {
        return ask(method, path, body, "");
    }

    private HttpResponse<String> ask(String method, String path, String body, String token) {
        try {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/" + path))
                    .method(method, BodyPublishers.ofString(body))
                    .header("X-Consul-Token", token)
                    .build();
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void put(String path, String body) {
        HttpResponse<String> answer = ask("PUT", path, body);
        assertEquals(200, answer.statusCode(), answer::body);
    }

    private JsonNode get(String path) {
        HttpResponse<String> answer = ask("GET", path, "");
        assertEquals(200, answer.statusCode(), answer::body);
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String node() {
        return get("agent/self").path("Config").path("NodeName").asText();
    }

    private void register(String id, Origin origin) {
        put("agent/service/register", """
                {"ID": "%s", "Name": "web", "Address": "127.0.0.1", "Port": %d, "Tags": ["v1"],
                 "Check": {"CheckID": "%s-ttl", "TTL": "60s", "Status": "passing"}}
                """.formatted(id, origin.port(), id));
    }

    /** Who answers, of several requests. */
    private static Set<String> served(DroverProcess drover) throws IOException {
        var names = new HashSet<String>();
        try (RawClient browser = RawClient.connect(drover.port())) {
            for (int i = 0; i < 8; i++) {
                var reply = browser.get("/x").reply().orElseThrow();
                names.add(
                        reply.status() == 200
                                ? reply.field("x-origin").orElseThrow()
                                : Integer.toString(reply.status()));
            }
        }
        return names;
    }

    /** The gateway serves once all is in force, the registry too. */
    private static void awaitServed(DroverProcess drover, Set<String> names) {
        Await.until(names + " to be served", SOON, () -> served(drover).equals(names), drover::said);
    }

    @Test
    void servesWhatRegistersItselfAsItsChecksSay() throws IOException {
        try (var one = new Origin("one");
                var two = new Origin("two");
                var drover = DroverProcess.withRoutes(folder, declared("""
                        services: {web: {instances: registered}}
                        routes: [{match: {path: /**}, to: web}]
                        """))) {
            awaitServed(drover, Set.of("503"));
            register("web-1", one);
            awaitServed(drover, Set.of("one"));
            register("web-2", two);
            awaitServed(drover, Set.of("one", "two"));
            put("agent/check/fail/web-1-ttl?note=broken", "");
            awaitServed(drover, Set.of("two"));
            Finished told = drover.drover("explain", "web").succeeded();
            assertTrue(told.out().contains("registered check web-1-ttl is critical: broken"), told::out);
            put("agent/check/warn/web-1-ttl", "");
            awaitServed(drover, Set.of("one", "two"));
            drover.drover("drain", "web/" + node() + "/web-1").succeeded();
            awaitServed(drover, Set.of("two"));
            drover.drover("undrain", "web/" + node() + "/web-1").succeeded();
            awaitServed(drover, Set.of("one", "two"));
            put("agent/service/deregister/web-2", "");
            awaitServed(drover, Set.of("one"));
            drover.stop();
        }
    }

    @Test
    void knowsAfterARestartWhatHadRegistered() {
        try (var one = new Origin("one");
                var drover = DroverProcess.withRoutes(folder, declared("""
                        services: {web: {instances: registered}}
                        routes: [{match: {path: /**}, to: web}]
                        """))) {
            awaitServed(drover, Set.of("503"));
            register("web-1", one);
            awaitServed(drover, Set.of("one"));
            drover.kill();
            drover.startAgain();
            awaitServed(drover, Set.of("one"));
            drover.stop();
        }
    }

    private String status(String service) {
        var found = new HashSet<String>();
        for (JsonNode entry : get("health/service/" + service)) {
            for (JsonNode check : entry.path("Checks")) {
                if (check.path("ServiceName").asText().equals(service)) {
                    found.add(check.path("Status").asText());
                }
            }
        }
        return found.toString();
    }

    @Test
    void tellsOfDeclaredServicesWhatIsMeasured() {
        try (var one = new Origin("one");
                var drover = DroverProcess.withRoutes(folder, declared("""
                        services:
                          shop:
                            instances: {addresses: ["127.0.0.1:%d"]}
                            health: {check: {http: {path: /healthz}}, interval: 500ms, timeout: 400ms, fall: 2, rise: 1, flaps: off}
                        routes: [{match: {path: /**}, to: shop}]
                        """.formatted(one.port())))) {
            awaitServed(drover, Set.of("one"));
            Await.until("that it passes", SOON, () -> status("shop").equals("[passing]"), drover::said);
            JsonNode service = get("catalog/service/shop").path(0);
            assertEquals("127.0.0.1", service.path("ServiceAddress").asText());
            assertEquals(one.port(), service.path("ServicePort").asInt());
            one.sick(true);
            Await.until("that it fails", SOON, () -> status("shop").equals("[critical]"), drover::said);
            one.sick(false);
            Await.until("that it passes", SOON, () -> status("shop").equals("[passing]"), drover::said);
            drover.apply(declared("routes: [{match: {path: /**}, to: {respond: {status: 200, body: x}}}]"))
                    .succeeded();
            Await.until(
                    "that it is gone", SOON, () -> get("catalog/service/shop").isEmpty(), drover::said);
            drover.stop();
        }
    }

    private void awaitRegistry(DroverProcess drover) {
        Await.until("the registry to answer", SOON, this::answers, drover::said);
    }

    private boolean answers() {
        try {
            return ask("GET", "status/leader", "").statusCode() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private String guarded(String tokens) {
        return "registry: {listen: \"127.0.0.1:" + port + "\", tokens: {" + tokens + "}}\n"
                + "routes: [{match: {path: /**}, to: {respond: {status: 200, body: x}}}]\n";
    }

    @Test
    void asksForTheTokensOfTheFileAndTakesOthersOnceApplied() throws IOException {
        Files.writeString(folder.resolve("web.token"), "swordfish\n");
        String web = "web: {secret: {file: " + folder.resolve("web.token") + "}, keys: {write: \"web/*\"}}";
        try (var drover =
                DroverProcess.withRoutes(folder, guarded("admin: {secret: open, everything: write}, " + web))) {
            awaitRegistry(drover);
            assertEquals(403, ask("PUT", "kv/web/a", "x").statusCode());
            assertEquals(200, ask("PUT", "kv/web/a", "x", "swordfish").statusCode());
            assertEquals(
                    "Permission denied", ask("GET", "kv/other", "", "swordfish").body());
            assertEquals("ACL not found", ask("GET", "kv/web/a", "", "hunter2").body());
            assertEquals("x", ask("GET", "kv/web/a?raw", "", "open").body());
            drover.apply(guarded("admin: {secret: closed, everything: write}")).succeeded();
            assertEquals(403, ask("GET", "kv/web/a?raw", "", "open").statusCode());
            assertEquals("x", ask("GET", "kv/web/a?raw", "", "closed").body());
            Finished refused = drover.apply(guarded("admin: {secret: {file: none}, everything: write}"));
            assertEquals(1, refused.exit(), refused::toString);
            assertTrue(refused.err().contains("registry.tokens.admin.secret: cannot read"), refused::err);
            assertEquals("x", ask("GET", "kv/web/a?raw", "", "closed").body());
            assertFalse(drover.said().contains("swordfish"), drover::said);
            drover.stop();
        }
    }

    @Test
    void readsItsFileAnewAndEndsWhenATokenAsks() throws IOException {
        String admin = "admin: {secret: open, everything: write}";
        try (var drover = DroverProcess.withRoutes(folder, guarded(admin))) {
            awaitRegistry(drover);
            Path file = folder.resolve("drover.yaml");
            String before = Files.readString(file);
            Files.writeString(file, before.replace("body: x", "body: [x]"));
            HttpResponse<String> refused = ask("PUT", "agent/reload", "", "open");
            assertEquals(500, refused.statusCode(), refused::body);
            assertTrue(refused.body().contains("drover.yaml:"), refused::body);
            Files.writeString(file, before.replace("body: x", "body: y"));
            assertEquals(200, ask("PUT", "agent/reload", "", "open").statusCode());
            try (RawClient browser = RawClient.connect(drover.port())) {
                assertEquals("y", browser.get("/").reply().orElseThrow().text());
            }
            assertEquals(403, ask("PUT", "agent/leave", "").statusCode());
            assertEquals(200, ask("PUT", "agent/leave", "", "open").statusCode());
            drover.ends();
        }
    }

    @Test
    void bringsBackASnapshotThatOutlivesTheProcess() throws IOException, InterruptedException {
        try (var drover = DroverProcess.withRoutes(
                folder, declared("routes: [{match: {path: /**}, to: {respond: {status: 200, body: x}}}]\n"))) {
            awaitRegistry(drover);
            put("kv/key", "saved");
            var uri = URI.create("http://127.0.0.1:" + port + "/v1/snapshot");
            Path file = folder.resolve("backup.snap");
            client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofFile(file));
            put("kv/key", "changed");
            put("kv/new", "x");
            var restored = client.send(
                    HttpRequest.newBuilder(uri).PUT(BodyPublishers.ofFile(file)).build(), BodyHandlers.ofString());
            assertEquals(200, restored.statusCode(), restored::body);
            assertEquals("saved", ask("GET", "kv/key?raw", "").body());
            drover.kill();
            drover.startAgain();
            awaitRegistry(drover);
            assertEquals("saved", ask("GET", "kv/key?raw", "").body());
            assertEquals(404, ask("GET", "kv/new", "").statusCode());
            drover.stop();
        }
    }

    @Test
    void comesMovesAndGoesWithTheFile() throws IOException {
        String routes = "routes: [{match: {path: /**}, to: {respond: {status: 200, body: x}}}]\n";
        try (var drover = DroverProcess.withRoutes(folder, routes)) {
            assertTrue(drover.json("status").path("registry").isMissingNode()
                    || drover.json("status").path("registry").isNull());
            try (var taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                Finished refused = drover.apply(declared(routes));
                assertEquals(1, refused.exit(), refused::toString);
                assertTrue(refused.err().contains("registry.listen: 127.0.0.1:" + taken.getLocalPort()), refused::err);
            }
            drover.apply(declared(routes)).succeeded();
            put("kv/key", "value");
            assertEquals(
                    "127.0.0.1:" + port,
                    drover.json("status").path("registry").path("address").asText());
            int other = FreePort.next();
            drover.apply("registry: {listen: \"127.0.0.1:" + other + "\"}\n" + routes)
                    .succeeded();
            try (var free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                assertEquals(port, free.getLocalPort());
            }
            drover.apply(declared(routes)).succeeded();
            assertEquals("value", ask("GET", "kv/key?raw", "").body());
            drover.apply(routes).succeeded();
            try (var free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                assertEquals(port, free.getLocalPort());
            }
            drover.stop();
        }
    }
}
