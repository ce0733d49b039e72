package dev.drover.gateway.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.gateway.guard.Guards;
import dev.drover.gateway.stage.Patience;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Clients that take their response slowly, of which 10,000 bytes a second over 1200 ms are asked here. */
class SlowReaderTest extends WithFixture {
    private static final int LARGE = 50_000_000;
    private static final int MIDDLING = 6_000_000;
    private static final int PORTION = 1_000_000;
    private static final Patience LONG = new Patience(1000, 20_000, 20_000, 0);

    @Override
    Guards guards() {
        return rates(10_000, Duration.ofSeconds(5), Duration.ofMillis(1200));
    }

    private static ScriptedUpstream large(CompletableFuture<String> end) throws Exception {
        return new ScriptedUpstream(peer -> {
            peer.head();
            try {
                peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + LARGE + "\r\n\r\n");
                byte[] piece = new byte[50_000];
                for (int sent = 0; sent < LARGE; sent += piece.length) {
                    peer.out.write(piece);
                }
                end.complete("sent");
            } catch (IOException e) {
                end.complete("cut off");
            }
        });
    }

    private static void pause(int millis) {
        long until = System.nanoTime() + Duration.ofMillis(millis).toNanos();
        while (System.nanoTime() < until) {
            LockSupport.parkNanos(until - System.nanoTime());
        }
    }

    @Test
    void endsAClientThatReadsAByteNowAndThen() throws Exception {
        var end = new CompletableFuture<String>();
        try (var upstream = large(end);
                var client = client()) {
            drover.upstream(upstream.port());
            client.get("/");
            assertEquals(200, client.head().orElseThrow().status());
            for (int i = 0; i < 500 && !end.isDone(); i++) {
                assertEquals(1, client.read(1).length);
                pause(10);
            }
            assertEquals("cut off", end.get(5, TimeUnit.SECONDS));
            told("ended 200 TIMED_OUT");
            assertTrue(drover.lane.told.stream().noneMatch(t -> t.startsWith("failed")), drover.lane.told.toString());
            // What the kernel held for it is gone, too.
            assertThrows(IOException.class, () -> client.read(LARGE));
        }
    }

    @Test
    void letsAClientReadThatIsFastEnough() throws Exception {
        // A time in which the upstream is not read is no silence of the upstream.
        drover.lane.patience = new Patience(1000, 6000, 900, 0);
        var end = new CompletableFuture<String>();
        try (var upstream = large(end);
                var client = client()) {
            drover.upstream(upstream.port());
            client.get("/");
            assertEquals(200, client.head().orElseThrow().status());
            for (int left = LARGE; left > 0; left -= PORTION) {
                assertEquals(PORTION, client.read(PORTION).length);
                pause(60);
            }
            assertEquals("sent", end.get(5, TimeUnit.SECONDS));
            told("ended 200 ANSWERED");
        }
    }

    @Test
    void letsAClientWaitForASlowUpstream() throws Exception {
        drover.lane.patience = LONG;
        try (var upstream = new ScriptedUpstream(peer -> {
                    peer.head();
                    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello");
                    pause(3900);
                    peer.send("world");
                });
                var client = client()) {
            drover.upstream(upstream.port());
            assertEquals("helloworld", reply(client.get("/")).text());
        }
    }

    @Test
    void letsAnUpgradedConnectionRest() throws Exception {
        drover.lane.patience = LONG;
        var go = new CountDownLatch(1);
        try (var upstream = new ScriptedUpstream(peer -> {
                    peer.head();
                    peer.send("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n");
                    peer.out.write(new byte[MIDDLING]);
                    go.await();
                });
                var client = client()) {
            drover.upstream(upstream.port());
            client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\n");
            assertEquals(101, client.head().orElseThrow().status());
            pause(3900);
            assertEquals(MIDDLING, client.read(MIDDLING).length);
            go.countDown();
        }
    }
}
