package dev.drover.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drover.testkit.Await;
import dev.drover.testkit.http.Origin;
import dev.drover.testkit.http.RawClient;
import dev.drover.testkit.process.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator types at 3 a.m., and what comes back. */
final class CommandsTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private Origin a;
    private Origin b;
    private DroverProcess drover;

    @BeforeEach
    void start() {
        a = new Origin("a");
        b = new Origin("b");
        drover = DroverProcess.withRoutes(folder, """
                services:
                  shop:
                    instances: {addresses: ["127.0.0.1:%d", "127.0.0.1:%d"]}
                    health: {check: {http: {path: /healthz}}, interval: 1s, timeout: 900ms, fall: 2, rise: 1, flaps: off}
                    balance: round-robin
                routes:
                  - {name: shop, match: {path: /shop/**}, to: shop}
                  - {name: hello, match: {method: GET, path: /hello}, to: {respond: {status: 200, body: hello}}}
                """.formatted(a.port(), b.port()));
        Await.until("both up", SOON, () -> served("in") == 2, drover::said);
    }

    @AfterEach
    void end() {
        drover.stop();
        drover.close();
        a.close();
        b.close();
    }

    private long served(String wanted) {
        return drover.service("shop")
                .path("instances")
                .valueStream()
                .filter(i -> i.path("served").asText().equals(wanted))
                .count();
    }

    private JsonNode instance(Origin origin) {
        return drover.service("shop")
                .path("instances")
                .valueStream()
                .filter(i -> i.path("address").asText().endsWith(":" + origin.port()))
                .findFirst()
                .orElseThrow();
    }

    private String name(Origin origin) {
        return "shop/" + instance(origin).path("name").asText();
    }

    private String asked() throws IOException {
        try (RawClient client = RawClient.connect(drover.port())) {
            return client.get("/shop/x").reply().orElseThrow().field("x-origin").orElse("nobody");
        }
    }

    private void assertOnly(String wanted) throws IOException {
        for (int i = 0; i < 8; i++) {
            assertEquals(wanted, asked());
        }
    }

    @Test
    void drainsAnInstanceAndTakesItBack() throws IOException {
        String name = name(a);
        drover.drover("drain", name).succeeded();
        assertOnly("b");
        assertEquals("draining", instance(a).path("intent").asText());
        assertEquals("up", instance(a).path("measured").asText());
        drover.drover("undrain", name).succeeded();
        Await.until("a again", SOON, () -> asked().equals("a"));
        assertEquals("in service", instance(a).path("intent").asText());
    }

    @Test
    void keepsADrainOverARestart() throws IOException {
        drover.drover("drain", name(a)).succeeded();
        drover.kill();
        drover.startAgain();
        Await.until(
                "b in service", SOON, () -> instance(b).path("served").asText().equals("in"), drover::said);
        assertOnly("b");
        assertEquals("draining", instance(a).path("intent").asText());
    }

    @Test
    void forcesAnInstanceAgainstItsMeasure() throws IOException {
        a.sick(true);
        Await.until("a down", SOON, () -> instance(a).path("measured").asText().equals("down"), drover::said);
        assertOnly("b");
        drover.drover("force", "up", name(a)).succeeded();
        Await.until("a forced", SOON, () -> asked().equals("a"));
        // What is measured stays what it is.
        assertEquals("down", instance(a).path("measured").asText());
        assertEquals("forced up", instance(a).path("intent").asText());
    }

    @Test
    void drainsTheWholeNode() {
        drover.drover("drain", "--node").succeeded();
        JsonNode readiness = drover.json("status").path("readiness");
        assertTrue(!readiness.path("ready").asBoolean(), readiness::toString);
        drover.drover("undrain", "--node").succeeded();
        assertTrue(drover.json("status").path("readiness").path("ready").asBoolean());
    }

    @Test
    void explainsAFailureWithItsEvidenceAndTimeline() {
        a.sick(true);
        Await.until("a down", SOON, () -> instance(a).path("measured").asText().equals("down"), drover::said);
        JsonNode told = drover.json("explain", "shop");
        assertEquals("shop", told.path("service").asText());
        assertTrue(told.path("timeline").toString().contains("down"), told::toString);
        assertTrue(told.toString().contains("503"), told::toString);
        assertTrue(told.path("thresholds").toString().contains("fall"), told::toString);
        JsonNode moment = told.path("timeline").get(told.path("timeline").size() - 1);
        assertTrue(moment.path("applied").toString().contains("gateway"), moment::toString);
        String text = drover.drover("explain", "shop").succeeded().out();
        assertTrue(text.contains("503") && text.contains("down"), text);
    }

    @Test
    void servesAllWhenAllAreDownAndSaysSo() throws IOException {
        a.sick(true);
        b.sick(true);
        Await.until(
                "all down",
                SOON,
                () -> drover.service("shop").path("mode").asText().equals("all down"),
                drover::said);
        assertTrue(!asked().equals("nobody"));
        String text = drover.drover("status").succeeded().out();
        assertTrue(text.contains("all"), text);
    }

    @Test
    void saysWhichRouteWouldServe() {
        JsonNode hello = drover.json("route", "GET", "/hello");
        assertEquals("hello", hello.path("route").asText());
        JsonNode shop = drover.json("route", "GET", "http://localhost/shop/x", "-H", "X-A: b");
        assertEquals("shop", shop.path("service").asText());
        assertEquals(2, shop.path("instances").size());
        JsonNode none = drover.json("route", "GET", "/nothing");
        assertTrue(none.path("route").isNull(), none::toString);
    }

    @Test
    void tailsRequestsAndCountsThemInMetrics() throws IOException {
        asked();
        String metrics = drover.drover("metrics").succeeded().out();
        assertTrue(metrics.contains("# TYPE") && metrics.contains("shop"), metrics);
        try (var tail = drover.start("tail", "--status", "4xx")) {
            Await.until(
                    "a line of the tail",
                    SOON,
                    () -> {
                        try (RawClient client = RawClient.connect(drover.port())) {
                            client.get("/nothing").reply();
                        }
                        asked();
                        return tail.out().contains("404");
                    },
                    tail::said);
            assertTrue(!tail.out().contains("/shop/x"), tail::said);
        }
    }

    @Test
    void refusesWhatDoesNotExist() {
        for (String[] line : new String[][] {
            {"drain", "nowhere"},
            {"explain", "nowhere"},
            {"restart", "nowhere"},
            {"drain", "shop/nobody"},
            {"logs", "shop"}
        }) {
            Finished refused = drover.drover(line);
            assertEquals(4, refused.exit(), refused::toString);
            assertTrue(refused.err().lines().count() <= 4, refused::toString);
        }
    }

    @Test
    void demandsTheTokenAlsoOnLoopback() throws IOException {
        Path token = drover.data().resolve("admin.token");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(token)));
        String address =
                Files.readString(drover.data().resolve("admin.address")).strip();
        int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
        try (RawClient client = RawClient.connect(port)) {
            assertEquals(401, client.get("/v1/status").reply().orElseThrow().status());
        }
        try (RawClient client = RawClient.connect(port)) {
            client.send("GET /v1/status HTTP/1.1\r\nHost: evil.test\r\nAuthorization: Bearer "
                    + Files.readString(token).strip() + "\r\n\r\n");
            assertTrue(client.reply().orElseThrow().status() >= 400, "a foreign Host is let in");
        }
        try (RawClient client = RawClient.connect(port)) {
            client.send("GET /v1/status HTTP/1.1\r\nHost: " + address + "\r\nAuthorization: Bearer "
                    + Files.readString(token).strip() + "\r\n\r\n");
            assertEquals(200, client.reply().orElseThrow().status());
        }
    }
}
