package dev.drover.gateway.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.gateway.guard.Guards;
import dev.drover.gateway.stage.Patience;
import dev.drover.testkit.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Upstreams and clients that are slow: little is held of what they do not take, and they are not waited for without end. */
class SlowPeersTest extends WithFixture {
    @Test
    void holdsLittleOfWhatASlowClientDoesNotTake() throws Exception {
        drover.close();
        drover = new Fixture(rates(1000, Duration.ofSeconds(5), Duration.ofMillis(700)), 0);
        var sent = new AtomicInteger();
        try (var upstream = new ScriptedUpstream(peer -> {
                    peer.head();
                    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n");
                    byte[] piece = new byte[10_000];
                    for (int i = 0; i < 10_000; i++) {
                        peer.out.write(piece);
                        sent.addAndGet(piece.length);
                    }
                });
                var client = client()) {
            drover.lane.patience = new Patience(1000, 1000, 500, 0);
            drover.upstream(upstream.port());
            client.get("/");
            Await.until("given up", SOON, () -> drover.lane.told.contains("ended 200 TIMED_OUT"));
            // What the kernel's buffers of both sockets hold, and not much more.
            assertTrue(sent.get() < 20_000_000, "sent " + sent.get());
        }
    }

    @Test
    void holdsLittleOfWhatASlowUpstreamDoesNotTake() throws Exception {
        drover.lane.requestSize = 1L << 30;
        drover.lane.patience = new Patience(1000, 1000, 500, 0);
        try (var upstream = new ScriptedUpstream(peer -> {
                    peer.head();
                    Await.until("never", Duration.ofSeconds(4), () -> drover.lane.ended.get() > 0);
                });
                var client = client()) {
            drover.upstream(upstream.port());
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000000\r\n\r\n");
            var sent = new AtomicInteger();
            Thread.ofVirtual().start(() -> {
                try {
                    while (true) {
                        client.send(new byte[10_000]);
                        sent.addAndGet(10_000);
                    }
                } catch (IOException e) {
                    // Drover gave up.
                }
            });
            Await.until("given up", SOON, () -> drover.lane.ended.get() == 1);
            assertTrue(sent.get() < 20_000_000, "sent " + sent.get());
        }
    }

    @Test
    void refusesABodyThatComesTooSlowly() throws Exception {
        drover.close();
        Guards hasty = rates(1000, Duration.ofMillis(500), Guards.DEFAULT.takeTime());
        drover = new Fixture(hasty, 0);
        try (var upstream = new ScriptedUpstream(peer -> {
                    peer.head();
                    peer.in.read(new byte[1000]);
                    peer.in.read(new byte[1000]);
                    peer.in.read(new byte[1000]);
                });
                var client = client()) {
            drover.upstream(upstream.port());
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n");
            Await.until("it is there", SOON, () -> upstream.heads.size() == 1);
            long begun = System.nanoTime();
            Await.until("some time passed", SOON, () -> System.nanoTime() - begun > 800_000_000);
            client.send("a");
            assertEquals(408, client.reply().orElseThrow().status());
            assertEquals(-1, client.read());
        }
    }

    @Test
    void endsSlowHeadsAndIdleConnections() throws Exception {
        drover.close();
        Guards d = Guards.DEFAULT;
        var hasty = new Guards(
                d.uriBytes(),
                d.headBytes(),
                d.fields(),
                Duration.ofSeconds(2),
                Duration.ofSeconds(2),
                Duration.ofSeconds(2),
                d.rate(),
                d.rateGrace(),
                d.takeTime(),
                d.perClient(),
                d.total(),
                d.memory(),
                d.replay(),
                d.descriptorReserve());
        drover = new Fixture(hasty, 0);
        try (var upstream = ScriptedUpstream.always(HELLO);
                var silent = client();
                var slow = client();
                var idle = client()) {
            drover.upstream(upstream.port());
            slow.send("GET / HT");
            idle.get("/");
            assertEquals("hello", idle.reply().orElseThrow().text());
            assertEquals(-1, idle.read());
            assertEquals(408, slow.reply().orElseThrow().status());
            assertEquals(-1, slow.read());
            assertEquals(-1, silent.read());
        }
    }
}
