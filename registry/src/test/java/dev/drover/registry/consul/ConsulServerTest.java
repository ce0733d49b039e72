package dev.drover.registry.consul;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.model.Registry.Access;
import dev.drover.model.Registry.Token;
import dev.drover.model.Secret;
import dev.drover.model.Where;
import dev.drover.registry.access.Tokens;
import dev.drover.registry.command.Command;
import dev.drover.registry.entry.Service;
import dev.drover.testkit.Await;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** What no comparison call by call shows: waiting, compression, tokens. */
class ConsulServerTest {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static HttpRequest.Builder request(Fixture fixture, String target) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + fixture.port() + target))
                .timeout(Duration.ofSeconds(90));
    }

    private HttpResponse<String> get(Fixture fixture, String target) throws IOException, InterruptedException {
        return client.send(request(fixture, target).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> put(Fixture fixture, String target, String body)
            throws IOException, InterruptedException {
        return client.send(
                request(fixture, target).PUT(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    }

    private static String index(HttpResponse<?> response) {
        return response.headers().firstValue("X-Consul-Index").orElseThrow();
    }

    private CompletableFuture<HttpResponse<String>> waiting(Fixture fixture, String target) {
        int before = fixture.registry().replica().waiting();
        var answer = client.sendAsync(request(fixture, target).build(), BodyHandlers.ofString());
        Await.until(
                "a blocking query",
                Duration.ofSeconds(30),
                () -> fixture.registry().replica().waiting() > before);
        return answer;
    }

    @Test
    void answersABlockingQueryOnceItsServiceChanges() throws Exception {
        try (var fixture = Fixture.start()) {
            put(fixture, "/v1/agent/service/register", "{\"Name\": \"web\"}");
            String index = index(get(fixture, "/v1/health/service/web"));
            var answer = waiting(fixture, "/v1/health/service/web?wait=60s&index=" + index);
            put(fixture, "/v1/agent/service/register", "{\"Name\": \"web\", \"Port\": 81}");
            var told = answer.get(60, TimeUnit.SECONDS);
            assertTrue(told.body().contains("\"Port\":81"), told::body);
            assertTrue(Long.parseLong(index(told)) > Long.parseLong(index));
        }
    }

    @Test
    void changesOfAnotherServiceWakeNobody() throws Exception {
        try (var fixture = Fixture.start()) {
            put(fixture, "/v1/agent/service/register", "{\"Name\": \"web\"}");
            String index = index(get(fixture, "/v1/health/service/web"));
            var answer = waiting(fixture, "/v1/health/service/web?wait=60s&index=" + index);
            for (int port = 1; port < 20; port++) {
                put(fixture, "/v1/agent/service/register", "{\"Name\": \"chatty\", \"Port\": " + port + "}");
            }
            assertEquals(1, fixture.registry().replica().waiting());
            put(fixture, "/v1/agent/service/deregister/web", "");
            assertEquals("[]", answer.get(60, TimeUnit.SECONDS).body());
        }
    }

    @Test
    void endsABlockingQueryWhenItsWaitIsOver() throws Exception {
        try (var fixture = Fixture.start()) {
            String index = index(get(fixture, "/v1/catalog/nodes"));
            var told = get(fixture, "/v1/catalog/nodes?wait=50ms&index=" + index);
            assertEquals(200, told.statusCode());
            assertEquals(index, index(told));
        }
    }

    @Test
    void waitsForAnIndexBeyondAllWithoutTurning() throws Exception {
        try (var fixture = Fixture.start()) {
            var told = get(fixture, "/v1/catalog/nodes?wait=50ms&index=18446744073709551615");
            assertEquals(200, told.statusCode());
        }
    }

    @Test
    void compressesWhatIsWorthIt() throws Exception {
        try (var fixture = Fixture.start()) {
            for (int i = 0; i < 50; i++) {
                fixture.registry()
                        .apply(new Command.PutService(
                                Service.of("alpha", "s" + i, "many", i), List.of(), false, false));
            }
            String plain = get(fixture, "/v1/catalog/service/many").body();
            var zipped = client.send(
                    request(fixture, "/v1/catalog/service/many")
                            .header("Accept-Encoding", "gzip")
                            .build(),
                    BodyHandlers.ofByteArray());
            assertEquals("gzip", zipped.headers().firstValue("Content-Encoding").orElseThrow());
            try (var in = new GZIPInputStream(new ByteArrayInputStream(zipped.body()))) {
                assertEquals(plain, new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
    }

    @Test
    void endsTheConnectionForClientsThatReadToTheEnd() throws Exception {
        try (var fixture = Fixture.start();
                var socket = new Socket(InetAddress.getLoopbackAddress(), fixture.port())) {
            socket.setSoTimeout(10_000);
            String request = "GET /v1/status/leader HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
        }
    }

    @Test
    void indentsAsGoDoes() throws Exception {
        try (var fixture = Fixture.start()) {
            assertEquals(
                    "[\n    \"dc1\"\n]\n",
                    get(fixture, "/v1/catalog/datacenters?pretty").body());
            assertEquals("{}\n", get(fixture, "/v1/catalog/services?pretty").body());
        }
    }

    @Test
    void asksForTheTokenWhereThereIsOne() throws Exception {
        try (var fixture = Fixture.start(Tokens.of(Map.of("secret", everything())))) {
            assertEquals("[]", get(fixture, "/v1/catalog/nodes").body());
            assertEquals(403, get(fixture, "/v1/kv/a").statusCode());
            assertEquals("Permission denied", get(fixture, "/v1/kv/a").body());
            assertEquals(
                    "ACL not found",
                    get(fixture, "/v1/catalog/nodes?token=wrong").body());
            assertNotEquals("[]", get(fixture, "/v1/catalog/nodes?token=secret").body());
            for (String[] header : new String[][] {{"X-Consul-Token", "secret"}, {"Authorization", "Bearer secret"}}) {
                var request = request(fixture, "/v1/catalog/nodes").header(header[0], header[1]);
                assertNotEquals(
                        "[]",
                        client.send(request.build(), BodyHandlers.ofString()).body());
            }
        }
    }

    private static Token everything() {
        return new Token(
                Where.nowhere(),
                "admin",
                new Secret.Plain("secret"),
                Access.WRITE,
                new LinkedHashMap<>(),
                Access.WRITE);
    }

    @Test
    void takesOtherTokensWhileItRuns() throws Exception {
        try (var fixture = Fixture.start()) {
            assertEquals(200, put(fixture, "/v1/kv/a", "x").statusCode());
            fixture.server().use(Tokens.of(Map.of("secret", everything())));
            assertEquals(403, get(fixture, "/v1/kv/a").statusCode());
            assertEquals(200, get(fixture, "/v1/kv/a?token=secret").statusCode());
            fixture.server().use(Tokens.NONE);
            assertEquals(200, get(fixture, "/v1/kv/a").statusCode());
        }
    }

    @Test
    void hasNoDoorWithoutTokenBeyondLoopback() {
        var everywhere = new InetSocketAddress("0.0.0.0", 0);
        assertThrows(IllegalArgumentException.class, () -> new Door(everywhere, Tokens.NONE));
    }

    @Test
    void readsOnWhileNothingCanBeWritten() throws Exception {
        try (var fixture = Fixture.start()) {
            fixture.registry().cutOff(true);
            var told = get(fixture, "/v1/catalog/nodes");
            assertEquals(200, told.statusCode());
            assertEquals(
                    "false", told.headers().firstValue("X-Consul-KnownLeader").orElseThrow());
            assertEquals(
                    "1000", told.headers().firstValue("X-Consul-LastContact").orElseThrow());
            assertEquals(500, get(fixture, "/v1/catalog/nodes?consistent").statusCode());
            assertEquals("No cluster leader", put(fixture, "/v1/kv/a", "x").body());
        }
    }

    @Test
    void refusesValuesThatAreTooLarge() throws Exception {
        try (var fixture = Fixture.start()) {
            assertEquals(200, put(fixture, "/v1/kv/a", "x".repeat(512 << 10)).statusCode());
            assertEquals(
                    413, put(fixture, "/v1/kv/a", "x".repeat((512 << 10) + 1)).statusCode());
        }
    }
}
