package dev.drover.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.testkit.Await;
import dev.drover.testkit.http.BadUpstream;
import dev.drover.testkit.http.BadUpstream.Mood;
import dev.drover.testkit.http.Load;
import dev.drover.testkit.http.Origin;
import dev.drover.testkit.http.RawClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A minute of an upstream doing everything wrong leaves no trace: no stuck request, no memory, no other service touched. */
@Tag("long")
final class BrokenUpstreamTest {
    private static final Duration EACH = Duration.ofMillis(6700);
    private static final List<Mood> MOODS = List.of(
            Mood.REFUSE,
            Mood.HANG,
            Mood.RESET,
            Mood.GARBAGE,
            Mood.ENDLESS_HEAD,
            Mood.AMBIGUOUS,
            Mood.TRUNCATE,
            Mood.TRICKLE,
            Mood.FAIL);

    @TempDir
    private Path folder;

    @Test
    void survivesAMinuteOfABrokenUpstreamAndRecoversWithinOneInterval() throws IOException {
        try (var bad = new BadUpstream();
                var good = new Origin("good");
                var drover = DroverProcess.withRoutes(folder, """
                        services:
                          bad:
                            instances: {addresses: ["127.0.0.1:%d"]}
                            health: {check: {http: {path: /}}, interval: 1s, timeout: 500ms, fall: 2, rise: 1, jitter: 0%%, flaps: off}
                            timeouts: {connect: 500ms, head: 1s, idle: 1s}
                          good:
                            instances: {addresses: ["127.0.0.1:%d"]}
                            health: {check: {http: {path: /healthz}}, interval: 1s, timeout: 900ms}
                        routes:
                          - {match: {path: /bad/**}, to: bad}
                          - {match: {path: /good/**}, to: good}
                        """.formatted(bad.port(), good.port()));
                var hurt = Load.Plan.get(drover.port(), "/bad/x")
                        .clients(16)
                        .pause(Duration.ofMillis(5))
                        .start();
                var spared = Load.Plan.get(drover.port(), "/good/x")
                        .clients(4)
                        .pause(Duration.ofMillis(5))
                        .start()) {
            Await.until("a warm start", Duration.ofSeconds(60), () -> hurt.answered() > 2000);
            suffer(bad, hurt, MOODS);
            long once = drover.residentMiB();
            suffer(bad, hurt, MOODS.subList(0, 4));
            long twice = drover.residentMiB();
            assertTrue(twice <= once + 24, "grew from " + once + " to " + twice + " MiB");

            bad.be(Mood.SERVE);
            long healed = System.nanoTime();
            Await.until("an answer from the healed upstream", Duration.ofSeconds(10), () -> asks(drover) == 200);
            long millis = (System.nanoTime() - healed) / 1_000_000;
            assertTrue(millis <= 1500, "recovered after " + millis + " ms; the interval is 1000");

            Load.Tally sparedTally = spared.finish();
            assertEquals(0, sparedTally.failed(), sparedTally::toString);
            // finish() fails by itself when a client still waits; none may have waited for the whole of its patience
            // either.
            Load.Tally hurtTally = hurt.finish();
            assertTrue(hurtTally.notes().stream().noneMatch(n -> n.contains("SocketTimeout")), hurtTally::toString);
            assertNothingInFlight(drover);
            drover.stop();
        }
    }

    private static void suffer(BadUpstream bad, Load load, List<Mood> moods) {
        for (Mood mood : moods) {
            bad.be(mood);
            long seen = load.answered() + load.failed();
            long end = System.nanoTime() + EACH.toNanos();
            Await.until("the end of " + mood, EACH.multipliedBy(2), () -> System.nanoTime() > end);
            assertTrue(
                    load.answered() + load.failed() > seen, "no request was answered while the upstream was " + mood);
        }
    }

    private static int asks(DroverProcess drover) throws IOException {
        try (RawClient client = RawClient.connect(drover.port())) {
            return client.get("/bad/y").reply().orElseThrow().status();
        }
    }

    private static void assertNothingInFlight(DroverProcess drover) {
        Await.until(
                "nothing in flight",
                Duration.ofSeconds(10),
                () -> drover.service("bad")
                                .path("instances")
                                .path(0)
                                .path("inFlight")
                                .asInt()
                        == 0,
                () -> drover.drover("status", "--json").toString());
    }
}
