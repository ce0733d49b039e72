package dev.drover.dns.rollover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.dns.name.DnsName;
import dev.drover.dns.rollover.Succession.Stage;
import dev.drover.plane.Ticker;
import dev.drover.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** When the old key goes. */
class LastStepTest extends OneZone {
    private void look() {
        nanos.advance(Rollovers.BETWEEN);
        rollovers.tick();
    }

    @Test
    void goesAtTheWordOfTheOperatorWhenTheZoneAboveIsGoneForGood() throws Exception {
        untilItIsVouchedFor();
        parents.stop(ONE);
        parents.stop(OTHER);
        assertEquals(VOUCHED, after(Duration.ofDays(50)));
        nanos.advance(Acquaintance.AT_LEAST);
        look();
        assertTrue(rollovers.waiting().getFirst().bySeen());
        rollovers.seen(ZONE, "ada");
        look();
        assertEquals(FOLLOWED, now(rollovers));
    }

    @Test
    void staysWhenTheZoneAboveContradictsTheOperator() throws Exception {
        untilItIsVouchedFor();
        rollovers.seen(ZONE, "ada");
        parents.show(ONE, ds(1));
        assertEquals(WAITS, after(Duration.ofDays(50)));
    }

    @Test
    void staysForADayAfterAStartWhateverTheClockSays() {
        untilItIsVouchedFor();
        wall.advance(Duration.ofDays(50));
        look();
        assertEquals(VOUCHED, now(rollovers));
        String why = rollovers.waiting().getFirst().why();
        assertTrue(why.startsWith("this node has not known for long enough"), why);
        nanos.advance(Acquaintance.AT_LEAST.minus(Rollovers.BETWEEN).minusSeconds(1));
        rollovers.tick();
        assertEquals(VOUCHED, now(rollovers));
        look();
        assertEquals(FOLLOWED, now(rollovers));
    }

    @Test
    void staysForAsLongAsItShouldOnANodeThatSawTheNextOneVouchedForWhateverTheClockSays() throws Exception {
        untilItWaits();
        parents.show(ONE, ds(2));
        parents.show(OTHER, ds(2));
        look();
        assertEquals(VOUCHED, now(rollovers));
        rollovers.tick();
        wall.advance(Duration.ofDays(50));
        rollovers.seen(ZONE, "ada");
        nanos.advance(Succession.BEHIND.minusSeconds(1));
        rollovers.tick();
        assertEquals(VOUCHED, now(rollovers));
        look();
        assertEquals(FOLLOWED, now(rollovers));
    }

    @Test
    void staysForAsLongAsWhatTheZoneAboveShowedBeforeIsKept() {
        parents.keep(Duration.ofDays(6).toSeconds());
        untilItWaits();
        parents.keep(60);
        parents.show(ONE, ds(2));
        parents.show(OTHER, ds(2));
        look();
        Stage.Vouched vouched = (Stage.Vouched) rollovers.of(ZONE).orElseThrow().stage();
        assertEquals(Duration.ofDays(7), Duration.between(vouched.at(), vouched.until()));
        assertEquals(List.of(), rollovers.waiting());
    }

    @Test
    void takesStepsOfOtherZonesWhileManyAreAskedFor() throws Exception {
        var text = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            text.append("z%d.example. 2 1 2029-01-01T00:00:00Z joined 2029-01-02T00:00:00Z\n".formatted(i));
        }
        Path many = Files.createDirectory(folder.resolve("many"));
        Files.writeString(many.resolve("dnssec.steps"), text);
        var end = new CountDownLatch(1);
        Above slow = (server, zone) -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                throw new IOException("interrupted", e);
            }
            throw new IOException("slow");
        };
        try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
            var busy = new Rollovers(alone, Ticker.of(nanos, wall), many, slow, workers);
            busy.open();
            List<Watched> zones = Stream.concat(
                            IntStream.range(0, 40).mapToObj("z%d.example"::formatted), Stream.of("example.com"))
                    .map(name -> new Watched(DnsName.parse(name), 1, LIFETIME, List.of(ONE), KEYS::entry))
                    .toList();
            busy.use(zones, Map.of(), false);
            try {
                busy.tick();
                Await.until(
                        "the first step",
                        Duration.ofSeconds(30),
                        () -> busy.of(ZONE).isPresent());
            } finally {
                end.countDown();
            }
        }
    }
}
