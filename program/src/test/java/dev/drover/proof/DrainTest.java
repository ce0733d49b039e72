package dev.drover.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.testkit.Await;
import dev.drover.testkit.http.Load;
import dev.drover.testkit.http.Origin;
import dev.drover.testkit.http.RawClient;
import dev.drover.testkit.http.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The end of a Drover is announced to its clients, and nobody's request is cut. */
final class DrainTest {
    @TempDir
    private Path folder;

    private DroverProcess start(Origin origin, String... flags) {
        return DroverProcess.withRoutes(folder, """
                services:
                  o: {instances: {addresses: ["127.0.0.1:%d"]}, health: {check: none}}
                routes:
                  - {match: {path: /**}, to: o}
                """.formatted(origin.port()), flags);
    }

    @Test
    void finishesEveryRequestWhenToldToEndUnderLoad() {
        try (var origin = new Origin("o");
                var drover = start(origin);
                var quick = Load.Plan.get(drover.port(), "/quick").clients(6).start();
                var slow = Load.Plan.get(drover.port(), "/slow/300").clients(6).start()) {
            Await.until("load", Duration.ofSeconds(20), () -> quick.answered() > 1000 && slow.answered() > 6);
            quick.leave();
            slow.leave();
            drover.stop();
            Load.Tally quickTally = quick.await(Duration.ofSeconds(15));
            Load.Tally slowTally = slow.await(Duration.ofSeconds(15));
            assertEquals(0, quickTally.failed(), quickTally::toString);
            assertEquals(0, slowTally.failed(), slowTally::toString);
        }
    }

    @Test
    void answersTheRequestInFlightWithConnectionClose() throws IOException {
        try (var origin = new Origin("o");
                var drover = start(origin);
                var client = RawClient.connect(drover.port());
                var idle = RawClient.connect(drover.port())) {
            idle.get("/x").reply();
            client.get("/slow/4000");
            Await.until("the request at the origin", Duration.ofSeconds(30), () -> origin.served() == 2);
            drover.program().terminate();
            Reply reply = client.reply().orElseThrow();
            assertEquals(200, reply.status());
            assertTrue(reply.closes(), reply::toString);
            assertEquals(-1, client.read());
            assertEquals(-1, idle.read());
            assertEquals(0, drover.program().awaitExit(Duration.ofSeconds(20)), drover::said);
            drover.assertNoLeak();
        }
    }

    private static RawClient afterItsPicture(DroverProcess drover) throws IOException {
        drover.program().awaitLine("the picture", DroverProcess.PATIENCE, l -> l.contains("Ctrl-C ends"));
        return RawClient.connect(drover.port());
    }

    @Test
    void endsAtOnceWhenToldTwice() throws IOException {
        try (var origin = new Origin("o");
                var drover = start(origin);
                var client = afterItsPicture(drover)) {
            client.get("/slow/25000");
            Await.until("the request at the origin", Duration.ofSeconds(30), () -> origin.served() == 1);
            drover.program().terminate();
            drover.program()
                    .awaitLine("that it ends", Duration.ofSeconds(20), l -> l.contains("once more ends at once"));
            assertTrue(drover.program().isAlive(), drover::said);
            long then = System.nanoTime();
            drover.program().terminate();
            assertEquals(0, drover.program().awaitExit(Duration.ofSeconds(20)), drover::said);
            assertTrue(System.nanoTime() - then < 8_000_000_000L, "it waited for the request");
            assertEquals(-1, client.read());
            assertTrue(!drover.said().contains("Exception"), drover::said);
        }
    }

    @Test
    void endsWithoutAStackTraceAlsoWhenAllIsLogged() {
        try (var origin = new Origin("o");
                var drover = start(origin, "--log", "trace")) {
            drover.stop();
            assertTrue(drover.said().contains("drover: ending"), drover::said);
            assertFalse(drover.said().contains("\tat "), drover::said);
            assertFalse(drover.said().contains("Runtime.exit"), drover::said);
        }
    }

    @Test
    void movesClientsAwayFromADrainedNodeAndServesThemOn() throws IOException {
        try (var origin = new Origin("o");
                var drover = start(origin);
                var client = RawClient.connect(drover.port())) {
            assertFalse(client.get("/x").reply().orElseThrow().closes());
            drover.json("drain", "--node");
            Reply told = client.get("/x").reply().orElseThrow();
            assertEquals(200, told.status());
            assertTrue(told.closes(), told::toString);
            assertEquals(-1, client.read());
            assertFalse(drover.json("status").path("readiness").path("ready").asBoolean());
            drover.json("undrain", "--node");
            try (var next = RawClient.connect(drover.port())) {
                assertFalse(next.get("/x").reply().orElseThrow().closes());
            }
        }
    }
}
