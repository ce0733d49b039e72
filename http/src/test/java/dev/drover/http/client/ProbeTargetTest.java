package dev.drover.http.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.drover.plane.Ticker;
import dev.drover.testkit.FreePort;
import dev.drover.testkit.http.BadUpstream;
import dev.drover.testkit.http.Origin;
import dev.drover.wire.Loops;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProbeTargetTest {
    private final Loops loops = Loops.start(1, Ticker.system());

    @AfterEach
    void stop() {
        loops.close();
    }

    private ProbeTarget target(int port) {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        return new ProbeTarget(loops.get(0), address, null, "localhost", Duration.ofSeconds(30));
    }

    private ProbeResult probe(ProbeTarget target, String path, long millis) throws Exception {
        var result = new CompletableFuture<ProbeResult>();
        var request = ProbeRequest.get(path, "localhost", Map.of("X-Check", "yes"), 64);
        loops.get(0).execute(() -> target.probe(request, Duration.ofMillis(millis), result::complete));
        return result.get(10, TimeUnit.SECONDS);
    }

    private static ProbeResult.Cause cause(ProbeResult result) {
        return assertInstanceOf(ProbeResult.Failed.class, result).cause();
    }

    @Test
    void keepsItsConnectionBetweenProbes() throws Exception {
        try (var origin = new Origin("one")) {
            ProbeTarget target = target(origin.port());
            for (int i = 0; i < 5; i++) {
                assertEquals(
                        200,
                        assertInstanceOf(ProbeResult.Answered.class, probe(target, "/healthz", 5000))
                                .status());
            }
            assertEquals(1, origin.connections());
        }
    }

    @Test
    void tellsWhyThereIsNoAnswer() throws Exception {
        assertEquals(ProbeResult.Cause.CONNECT, cause(probe(target(FreePort.next()), "/", 5000)));
        try (var upstream = new BadUpstream()) {
            ProbeTarget target = target(upstream.port());
            upstream.be(BadUpstream.Mood.HANG);
            assertEquals(ProbeResult.Cause.TIMEOUT, cause(probe(target, "/", 100)));
            upstream.be(BadUpstream.Mood.RESET);
            assertEquals(ProbeResult.Cause.RESET, cause(probe(target, "/", 5000)));
            upstream.be(BadUpstream.Mood.GARBAGE);
            assertEquals(ProbeResult.Cause.GARBAGE, cause(probe(target, "/", 5000)));
        }
    }

    @Test
    void doesNotBlameTheInstanceForATimeWhenTheLoopWasAway() throws Exception {
        try (var origin = new Origin("one")) {
            ProbeTarget target = target(origin.port());
            var result = new CompletableFuture<ProbeResult>();
            var request = ProbeRequest.get("/healthz", "localhost", Map.of(), 64);
            loops.get(0).execute(() -> {
                target.probe(request, Duration.ofMillis(200), result::complete);
                LockSupport.parkNanos(Duration.ofMillis(600).toNanos());
            });
            assertInstanceOf(ProbeResult.Answered.class, result.get(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void refusesToWriteABrokenHead() {
        assertThrows(IllegalArgumentException.class, () -> ProbeRequest.get("/\r\nX: y", "a", Map.of(), 0));
    }
}
