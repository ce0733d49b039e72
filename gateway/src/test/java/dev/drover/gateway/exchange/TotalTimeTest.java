package dev.drover.gateway.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.gateway.stage.Patience;
import dev.drover.testkit.Await;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** The limit of a whole request, while it waits for a connection. */
class TotalTimeTest extends WithFixture {
    private static final Patience WITHOUT = new Patience(1000, 5000, 5000, 0);
    private static final Patience SHORT = new Patience(1000, 5000, 5000, 150);

    @Test
    void endsTheWaitForAConnectionWithoutAnotherAttempt() throws Exception {
        var go = new CountDownLatch(1);
        drover.lane.attempts = 2;
        drover.lane.patience = WITHOUT;
        try (var busy = new ScriptedUpstream(peer -> {
                    while (true) {
                        peer.head();
                        go.await();
                        peer.send(HELLO);
                    }
                });
                var other = ScriptedUpstream.always(HELLO);
                var first = client();
                var second = client();
                var third = client()) {
            drover.upstream(busy.port(), 1, 1, 30_000);
            drover.upstream(other.port());
            first.get("/1");
            Await.until("it is there", SOON, () -> busy.heads.size() == 1);

            drover.lane.patience = SHORT;
            long begun = System.nanoTime();
            second.get("/2");
            assertEquals(504, reply(second).status());
            assertTrue(System.nanoTime() - begun < Duration.ofSeconds(10).toNanos(), "at once");
            assertTrue(drover.lane.told.stream().noneMatch(t -> t.startsWith("failed")), drover.lane.told.toString());

            // One may wait: if the place were not free again, this would be 503.
            drover.lane.patience = WITHOUT;
            third.get("/3");
            Await.until("it waits", SOON, () -> drover.lane.entered.get() == 3);
            go.countDown();
            assertEquals("hello", reply(first).text());
            assertEquals("hello", reply(third).text());
            assertEquals(2, busy.heads.size());
            assertEquals(1, busy.connections.get());
            assertEquals(0, other.connections.get());
            // The connection of the one that was sent away serves on.
            assertEquals("hello", reply(second.get("/4")).text());
        }
    }

    @Test
    void endsTheWaitOfABodyThatHasComeAlready() throws Exception {
        drover.lane.attempts = 2;
        drover.lane.patience = WITHOUT;
        try (var busy = new ScriptedUpstream(peer -> {
                    peer.head();
                    peer.in.read();
                });
                var first = client();
                var second = client()) {
            drover.upstream(busy.port(), 1, 1, 30_000);
            first.get("/1");
            Await.until("it is there", SOON, () -> busy.heads.size() == 1);
            drover.lane.patience = SHORT;
            second.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n" + "x".repeat(50_000));
            assertEquals(504, reply(second).status());
            assertEquals(-1, second.read());
        }
    }
}
