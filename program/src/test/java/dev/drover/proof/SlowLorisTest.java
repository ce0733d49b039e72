package dev.drover.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.testkit.Await;
import dev.drover.testkit.http.Load;
import dev.drover.testkit.http.Origin;
import dev.drover.testkit.http.RawClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that send a byte now and then are no burden to the others, and are shown the door. */
@Tag("long")
final class SlowLorisTest {
    private static final int COUNT = 300;
    private static final int ROUNDS = 3;

    @TempDir
    private Path folder;

    @Test
    void keepsOtherClientsFastBesideThreeHundredSlowOnes() throws IOException {
        try (var origin = new Origin("o");
                var drover = DroverProcess.withRoutes(folder, """
                        services:
                          o: {instances: {addresses: ["127.0.0.1:%d"]}, health: {check: none}}
                        routes:
                          - {match: {path: /**}, to: o}
                        """.formatted(origin.port()))) {
            measure(drover);
            var ratios = new ArrayList<Double>();
            for (int round = 0; round < ROUNDS; round++) {
                double alone = measure(drover);
                try (var slow = new Slow(drover.port())) {
                    double beside = measure(drover);
                    ratios.add(beside / alone);
                    slow.assertShownTheDoor();
                }
            }
            ratios.sort(Double::compare);
            assertTrue(ratios.get(ROUNDS / 2) <= 2, "p99 beside slow clients to p99 alone, by round: " + ratios);
            drover.stop();
        }
    }

    /** The p99 of four clients at a modest pace for three seconds, in milliseconds. */
    private static double measure(DroverProcess drover) {
        try (var load = Load.Plan.get(drover.port(), "/x")
                .clients(4)
                .pause(Duration.ofMillis(2))
                .start()) {
            Await.until("3000 requests", Duration.ofSeconds(60), () -> load.answered() > 3000);
            Load.Tally tally = load.finish();
            assertEquals(0, tally.failed(), tally::toString);
            return tally.percentile(0.99);
        }
    }

    /** Three hundred connections: some never end a header, some a body, some not even the method. */
    private static final class Slow implements AutoCloseable {
        private final List<RawClient> clients = new ArrayList<>();
        private final Thread dripping;
        private volatile boolean stop;

        Slow(int port) throws IOException {
            for (int i = 0; i < COUNT; i++) {
                RawClient client = RawClient.connect(port, Duration.ofSeconds(40));
                clients.add(client);
                switch (i % 3) {
                    case 0 -> client.send("GET / HTTP/1.1\r\nHost: localhost\r\nX: ");
                    case 1 -> client.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n");
                    default -> client.send("G");
                }
            }
            dripping = Thread.ofVirtual().start(this::drip);
        }

        private void drip() {
            while (!stop) {
                for (RawClient client : clients) {
                    try {
                        client.send("x");
                    } catch (IOException e) {
                        // It was shown the door.
                    }
                }
                java.util.concurrent.locks.LockSupport.parkNanos(
                        Duration.ofMillis(500).toNanos());
            }
        }

        void assertShownTheDoor() {
            for (RawClient client : clients) {
                RawClient.End end = client.replies();
                assertTrue(end.closed(), () -> "a slow client is still served: " + end);
                assertTrue(end.replies().stream().allMatch(r -> r.status() == 408), () -> "got " + end);
            }
        }

        @Override
        public void close() throws IOException {
            stop = true;
            dripping.interrupt();
            for (RawClient client : clients) {
                client.close();
            }
        }
    }
}
