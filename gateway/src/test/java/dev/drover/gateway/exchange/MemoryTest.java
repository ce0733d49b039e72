package dev.drover.gateway.exchange;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.gateway.guard.Guards;
import dev.drover.gateway.stage.Patience;
import dev.drover.testkit.Await;
import dev.drover.testkit.http.RawClient;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What one connection holds when nobody takes anything. */
class MemoryTest extends WithFixture {
    private static final long BODY = 1L << 30;

    private static Thread flood(AtomicLong sent, Sending to) {
        byte[] piece = new byte[100_000];
        return Thread.ofVirtual().start(() -> {
            try {
                while (sent.get() < BODY) {
                    to.send(piece);
                    sent.addAndGet(piece.length);
                }
            } catch (IOException e) {
                // The test is over.
            }
        });
    }

    private interface Sending {
        void send(byte[] piece) throws IOException;
    }

    /** True once the number has been the same for a while. */
    private static boolean rests(AtomicLong number, long[] seen) {
        long now = System.nanoTime();
        if (number.get() != seen[0] || seen[0] == 0) {
            seen[0] = number.get();
            seen[1] = now;
        }
        return now - seen[1] > 1_000_000_000;
    }

    private static long held(long before) {
        return Leaks.live() - before;
    }

    @Test
    void isBoundedInBothDirectionsTogether() throws Exception {
        drover.lane.attempts = 2;
        drover.lane.requestSize = BODY;
        drover.lane.patience = new Patience(1000, 30_000, 30_000, 0);
        var answered = new AtomicLong();
        var asked = new AtomicLong();
        long before = Leaks.live();
        try (var upstream = new ScriptedUpstream(peer -> {
                    peer.head();
                    peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + BODY + "\r\n\r\n");
                    flood(answered, piece -> peer.out.write(piece)).join();
                });
                RawClient client = client()) {
            drover.upstream(upstream.port());
            client.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: " + BODY + "\r\n\r\n");
            flood(asked, client::send);
            long[] one = {0, 0};
            long[] other = {0, 0};
            Await.until(
                    "both directions are stuck",
                    SOON.multipliedBy(2),
                    // Before much waits it is the machine that is slow.
                    () -> rests(asked, one) & rests(answered, other) && held(before) > Guards.DEFAULT.unwritten(),
                    () -> "held " + held(before));
            assertTrue(held(before) <= Guards.DEFAULT.memory(), () -> "held " + held(before));
            client.reset();
        }
    }

    @Test
    void isBoundedWhileABodyIsKeptForAnotherAttempt() throws Exception {
        drover.lane.attempts = 2;
        drover.lane.requestSize = BODY;
        drover.lane.patience = new Patience(1000, 30_000, 30_000, 0);
        int kept = Guards.DEFAULT.replay();
        long before = Leaks.live();
        try (var upstream = new ScriptedUpstream(peer -> {
                    peer.head();
                    peer.read(kept);
                    peer.in.read();
                });
                RawClient client = client()) {
            drover.upstream(upstream.port());
            client.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: " + kept + "\r\n\r\n" + "x".repeat(kept));
            Await.until("it is there", SOON, () -> upstream.heads.size() == 1);
            Await.until("only the kept body is held", SOON, () -> Leaks.live() - before == kept);
            client.reset();
        }
        Await.until("nothing is held", SOON, () -> Leaks.live() == before);
    }
}
