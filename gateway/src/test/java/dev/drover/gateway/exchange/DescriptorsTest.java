package dev.drover.gateway.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.plane.Ticker;
import dev.drover.testkit.http.RawClient;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class DescriptorsTest {
    @Test
    void pausesNearTheLimitAndGoesOnBelowIt() {
        var used = new AtomicLong(100);
        List<Boolean> told = new ArrayList<>();
        try (var descriptors = new Descriptors(used::get, 1000, 20, Ticker.system(), told::add)) {
            for (long open : new long[] {799, 800, 900, 780, 749, 780}) {
                used.set(open);
                descriptors.look();
            }
        }
        assertEquals(List.of(true, false), told);
    }

    @Test
    void countsTheFilesOfThisProcess() {
        assertTrue(Descriptors.open() > 2);
    }

    @Test
    void letsNewConnectionsWaitWhilePaused() throws Exception {
        try (var drover = new Fixture();
                var upstream = ScriptedUpstream.always(ExchangeTest.HELLO)) {
            drover.upstream(upstream.port());
            drover.front.pause(true);
            // The loop hears of it a moment later.
            drover.loops.get(0).events().submit(() -> {}).sync();
            try (var client = RawClient.connect(drover.port(), Duration.ofMillis(200))) {
                client.get("/");
                Assertions.assertThrows(SocketTimeoutException.class, client::read);
                drover.front.pause(false);
                client.patience(Duration.ofSeconds(5));
                assertEquals("hello", client.reply().orElseThrow().text());
            }
        }
    }

    @Test
    void looksMoreOftenWhereTheLimitIsNear() {
        assertEquals(Duration.ofMillis(500), Descriptors.pause(900, Duration.ZERO), "a small limit");
        assertEquals(Duration.ofSeconds(2), Descriptors.pause(100_000, Duration.ZERO));
        assertEquals(Duration.ofSeconds(5), Descriptors.pause(500_000, Duration.ZERO), "a large limit");
        assertEquals(Duration.ofMillis(500), Descriptors.pause(-5, Duration.ZERO), "beyond it");
        assertEquals(
                Duration.ofSeconds(10), Descriptors.pause(0, Duration.ofMillis(100)), "counting itself takes long");
    }
}
