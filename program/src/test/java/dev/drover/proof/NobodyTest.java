package dev.drover.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drover.testkit.Await;
import dev.drover.testkit.FreePort;
import dev.drover.testkit.http.Origin;
import dev.drover.testkit.http.RawClient;
import dev.drover.testkit.http.Reply;
import dev.drover.testkit.process.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All of it by an account without rights, as it is meant to run. */
final class NobodyTest {
    @TempDir
    private Path folder;

    private static String yaml(int port, int origin) {
        return """
                listen: {web: {protocol: http, address: "127.0.0.1:%d"}}
                services:
                  o: {instances: {addresses: ["127.0.0.1:%d"]}, health: {check: {http: {path: /healthz}}, interval: 1s, timeout: 900ms}}
                  own:
                    instances: {run: {command: [sleep, "1000"], environment: {PORT: "{port}"}, directory: /, count: 1, stop: 1s}}
                    health: {check: none}
                routes:
                  - {match: {path: /own}, to: own}
                  - {match: {path: /**}, to: o}
                """.formatted(port, origin);
    }

    @Test
    void startsServesChangesAndDrainsWithoutRights() throws IOException {
        int port = FreePort.next();
        Nobody.open(folder);
        Path home = Nobody.own(Files.createDirectory(folder.resolve("home")));
        try (var origin = new Origin("o");
                var drover = DroverProcess.asNobody(home, port, yaml(port, origin.port()), folder.resolve("classes"))) {
            Await.until(
                    "the process up",
                    Duration.ofSeconds(60),
                    () -> isUp(drover, "own") && isUp(drover, "o"),
                    drover::said);
            try (var client = RawClient.connect(port)) {
                assertEquals(200, client.get("/x").reply().orElseThrow().status());
            }
            long process = drover.json("explain", "own").toString().lines().count();
            assertEquals(1, process);
            DroverProcess.write(home, yaml(port, origin.port()).replace("interval: 1s", "interval: 2s"));
            drover.drover("apply", drover.file().toString()).succeeded();
            assertEquals(2, drover.json("history").size());
            assertAllIsIts(drover.data());
            diagnoses(drover);
            try (var client = RawClient.connect(port)) {
                client.get("/slow/4000");
                Await.until("the request at the origin", Duration.ofSeconds(30), () -> origin.served() == 2);
                drover.program().terminate();
                Reply last = client.reply().orElseThrow();
                assertEquals(200, last.status());
            }
            assertEquals(0, drover.program().awaitExit(Duration.ofSeconds(30)), drover::said);
            assertTrue(!drover.program().err().contains("Exception"), drover::said);
            drover.assertNoLeak();
        }
    }

    /** Less than root would, and it says what that leaves out. */
    private static void diagnoses(DroverProcess drover) {
        Finished doctor = drover.drover("doctor", "--live", "--for", "1s");
        assertTrue(doctor.out().matches("(?s).*(HEALTHY|BOTTLENECK|CANNOT TELL).*"), doctor::toString);
        assertTrue(!Nobody.isNeeded() || doctor.out().contains("As root it would also see: "), doctor::toString);
        assertTrue(!doctor.err().contains("Exception"), doctor::toString);
    }

    @Test
    void showsTheHostWithoutRights() throws IOException {
        Nobody.open(folder);
        Path classes = folder.resolve("classes");
        Finished told = DroverProcess.runAsNobody(classes, "top", "--once", "--every", "1s", "--json")
                .succeeded();
        assertEquals("", told.err());
        JsonNode top = new ObjectMapper().readTree(told.out());
        JsonNode cpus = top.path("resources")
                .valueStream()
                .filter(r -> r.path("resource").asText().equals("CPUs"))
                .findFirst()
                .orElseThrow();
        assertTrue(cpus.path("utilisation").path("value").isNumber(), told::out);
        for (JsonNode row : top.path("resources")) {
            for (String cell : List.of("utilisation", "saturation", "errors")) {
                JsonNode one = row.path(cell);
                assertTrue(
                        one.has("value") || !one.path("notMeasurable").asText().isEmpty(), row::toString);
            }
        }
    }

    private static boolean isUp(DroverProcess drover, String service) {
        JsonNode first = drover.service(service).path("instances").path(0);
        return first.path("measured").asText().equals("up");
    }

    private static void assertAllIsIts(Path data) throws IOException {
        try (Stream<Path> all = Files.walk(data)) {
            for (Path one : all.toList()) {
                assertTrue(Nobody.isOwner(one), one::toString);
            }
        }
    }
}
