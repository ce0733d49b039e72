package dev.drover.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.testkit.Await;
import dev.drover.testkit.http.Load;
import dev.drover.testkit.http.Origin;
import dev.drover.testkit.http.WebSocketPeer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No request is lost by what happens behind Drover, nor by changes of its file. */
@Tag("long")
final class LossTest {
    private static final int WANTED = 100_000;
    private static final Duration LONGEST = Duration.ofMinutes(6);

    @TempDir
    private Path folder;

    @Test
    void losesNoIdempotentRequestWhenInstancesAreKilled() {
        try (var a = new OriginProgram("a");
                var b = new OriginProgram("b");
                var c = new OriginProgram("c");
                var drover = DroverProcess.withRoutes(folder, """
                        services:
                          shop:
                            instances: {addresses: ["127.0.0.1:%d", "127.0.0.1:%d", "127.0.0.1:%d"]}
                            health: {check: {http: {path: /healthz}}, interval: 500ms, timeout: 400ms, fall: 2, rise: 1}
                        routes:
                          - {match: {path: /**}, to: shop}
                        """.formatted(a.port(), b.port(), c.port()));
                var quick = Load.Plan.get(drover.port(), "/quick").clients(6).start();
                var slow = Load.Plan.get(drover.port(), "/slow/40").clients(8).start();
                var late = Load.Plan.get(drover.port(), "/late/40").clients(8).start()) {
            for (OriginProgram victim : List.of(a, b, c, a, b)) {
                awaitMore(quick, 2000);
                victim.kill();
                awaitMore(quick, 2000);
                victim.start();
            }
            awaitMore(quick, 2000);
            Load.Tally tally = quick.finish();
            Load.Tally slowTally = slow.finish();
            Load.Tally lateTally = late.finish();
            assertEquals(0, tally.failed(), tally::toString);
            assertEquals(0, slowTally.failed(), slowTally::toString);
            // Heads of these are forwarded at once: their bodies die with the instance, and nothing else may.
            assertEquals(0, lateTally.failedBeforeHead(), lateTally::toString);
            assertTrue(slowTally.answered() > 0 && lateTally.answered() > 0);
            drover.stop();
        }
    }

    @Test
    void losesNothingInRollingRestartsAndTwentyApplies() throws IOException {
        try (var sockets = new Origin("sockets");
                var drover = DroverProcess.withRoutes(folder, file(sockets.port(), 0))) {
            awaitUp(drover);
            var peers = new ArrayList<WebSocketPeer>();
            for (int i = 0; i < 10; i++) {
                peers.add(WebSocketPeer.open(drover.port(), "/ws"));
            }
            try (var load = Load.Plan.get(drover.port(), "/shop/x").clients(8).start()) {
                for (int change = 1; change <= 20; change++) {
                    awaitMore(load, WANTED / 50);
                    drover.apply(file(sockets.port(), change)).succeeded();
                    if (change == 7 || change == 14) {
                        drover.drover("restart", "shop").succeeded();
                    }
                    echo(peers, "change " + change);
                }
                Await.until(
                        WANTED + " requests", LONGEST, () -> load.answered() >= WANTED, () -> "got " + load.answered());
                Load.Tally tally = load.finish();
                assertEquals(0, tally.failed(), tally::toString);
                assertTrue(tally.answered() >= WANTED, tally::toString);
            }
            echo(peers, "the end");
            for (WebSocketPeer peer : peers) {
                peer.close();
            }
            drover.stop();
        }
    }

    /** The routes to the sockets stay as they are; everything else is another each time. */
    private static String file(int sockets, int change) {
        return """
                services:
                  sockets:
                    instances: {addresses: ["127.0.0.1:%d"]}
                    health: {check: none}
                  shop:
                    instances: {run: %s}
                    health: {check: {http: {path: /healthz}}, interval: 500ms, timeout: 400ms, fall: 2, rise: 1}
                    balance: %s
                  other-%d:
                    instances: {addresses: ["127.0.0.1:%d"]}
                    health: {check: none}
                routes:
                  - {name: sockets, match: {path: /ws}, to: sockets}
                  - {name: other, match: {path: /other-%d/**}, to: other-%d}
                  - name: shop
                    match: {path: /shop/**}
                    headers: {response: {set: {X-Change: "%d"}}}
                    to: shop
                """.formatted(
                        sockets,
                        OriginProgram.run("shop", 3),
                        change % 2 == 0 ? "round-robin" : "least-requests",
                        change,
                        sockets,
                        change,
                        change,
                        change);
    }

    private static void echo(List<WebSocketPeer> peers, String text) throws IOException {
        for (WebSocketPeer peer : peers) {
            peer.echo(text);
        }
    }

    private static void awaitMore(Load load, int requests) {
        long wanted = load.answered() + requests;
        Await.until(
                requests + " more requests",
                Duration.ofMinutes(2),
                () -> load.answered() >= wanted,
                () -> load.answered() + " answered, " + load.failed() + " failed");
    }

    private static void awaitUp(DroverProcess drover) {
        Await.until(
                "three instances of shop",
                Duration.ofSeconds(40),
                () -> drover.service("shop")
                                .path("instances")
                                .valueStream()
                                .filter(i -> i.path("served").asText().equals("in"))
                                .count()
                        == 3,
                drover::said);
    }
}
