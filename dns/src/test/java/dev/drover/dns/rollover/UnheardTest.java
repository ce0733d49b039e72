package dev.drover.dns.rollover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.dns.sign.Entries;
import dev.drover.plane.KeySteps.Step;
import dev.drover.testkit.FakeTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a node signs with that does not hear how far the others have got. */
class UnheardTest extends OneZone {
    private static final Duration HALF_A_DAY = Duration.ofHours(12);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final SharedSteps registry = new SharedSteps();

    /** A node that hears nothing any more. */
    private record Away(String since, Rollovers node, int latest) {}

    private Optional<Entries> keys(Rollovers of) {
        return of.of(ZONE).flatMap(at -> of.entries(at, LIFETIME, true, wall.instant()));
    }

    private List<Integer> numbers(Rollovers of) {
        return keys(of).stream()
                .flatMap(e -> e.all().stream())
                .map(Entries.Entry::number)
                .toList();
    }

    private void pass(Duration time) {
        wall.advance(time);
        nanos.advance(time);
    }

    private Away cutOff(Path of, boolean isNoted) {
        try {
            Path copy = Files.createTempDirectory(folder, "away");
            Path file = copy.resolve("dnssec.steps");
            Files.copy(of.resolve("dnssec.steps"), file, StandardCopyOption.REPLACE_EXISTING);
            if (!isNoted) {
                Files.write(
                        file,
                        Files.readAllLines(file).stream()
                                .filter(line -> !line.startsWith("heard"))
                                .toList());
            }
            Rollovers node = opened(copy, Reach.closed(registry), List.of(ONE));
            String since = wall.instant() + (isNoted ? "" : ", without a note of that");
            return new Away(since, node, node.of(ZONE).orElseThrow().numbers().getLast());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The zone above changes to a key as soon as it is announced, with no other beside. */
    private int follow(Rollovers of) {
        int announced = keys(of).orElseThrow().announced().orElseThrow();
        parents.show(ONE, ds(announced));
        return announced;
    }

    @Test
    void hasTheKeyThatTheZoneAboveVouchesForWheneverItIsCutOff() {
        Path home = folder.resolve("home");
        Rollovers others = opened(home, Reach.open(registry), List.of(ONE));
        var aways = new ArrayList<Away>();
        int ended = 0;
        for (int i = 0; i < 1400; i++) {
            others.tick();
            int vouched = follow(others);
            nanos.advance(Rollovers.BETWEEN);
            others.tick();
            assertEquals(
                    others.of(ZONE).map(s -> s.entries(wall.instant(), LIFETIME)), keys(others), "who is in touch");
            for (Away away : aways) {
                List<Integer> numbers = numbers(away.node());
                if (numbers.isEmpty()) {
                    ended++;
                    int published = others.of(ZONE).orElseThrow().numbers().getLast();
                    assertTrue(published >= away.latest() + Unheard.TOO_MANY, "cut off at " + away.since());
                } else {
                    assertTrue(
                            numbers.contains(vouched),
                            () -> "cut off at " + away.since() + ": " + numbers + " without " + vouched + " at "
                                    + wall.instant());
                }
            }
            if (i % 9 == 0) {
                aways.add(cutOff(home, true));
                aways.add(cutOff(home, false));
            }
            pass(HALF_A_DAY);
        }
        assertTrue(ended > 0, "the first of them have ended");
    }

    @Test
    void changesNothingWhileNobodyElseCanHave() {
        Reach reach = Reach.open(registry);
        Rollovers node = opened(folder, reach, List.of(ONE));
        node.tick();
        node.tick();
        pass(LIFETIME.minus(MINUTE));
        node.tick();
        reach.open(false);
        assertEquals(List.of(1), numbers(node));
        pass(Unheard.LATELY.minusSeconds(1));
        node.tick();
        assertEquals(List.of(1), numbers(node), "it was heard a moment ago");
        assertEquals(List.of(), node.waiting());
        pass(MINUTE);
        assertTrue(node.tick(), "its keys are others");
        assertEquals("1 ACTIVE, 2 PUBLISHED, announced 0", shown(keys(node).orElseThrow()));
        Waiting waiting = node.waiting().getFirst();
        assertEquals(FakeTime.START.plus(LIFETIME).minus(MINUTE), waiting.since());
        assertEquals(
                "other nodes are not heard, and may have changed to the next key, which signs the keys as well",
                waiting.why());
        reach.open(true);
        assertTrue(node.tick());
        assertEquals(List.of(1), numbers(node), "nobody has changed it");
        nanos.advance(MINUTE);
        node.tick();
        assertEquals(JOINED, now(node));
        assertEquals(List.of(), node.waiting());
    }

    @Test
    void hasNoKeysWhenOthersMayHaveLeftThemAllAndTakesThoseThatItHears() throws Exception {
        Files.writeString(folder.resolve("dnssec.steps"), "example.com. 1 1 " + FakeTime.START + " alone\n");
        Reach reach = Reach.closed(registry);
        Rollovers node = opened(folder, reach, List.of(ONE));
        Instant fourth = FakeTime.START.plus(LIFETIME.multipliedBy(4)).plus(Succession.AHEAD.multipliedBy(4));
        pass(Duration.between(wall.instant(), fourth).minusSeconds(1));
        assertTrue(node.tick());
        assertEquals(List.of(1, 2, 3, 4), numbers(node));
        assertTrue(node.waiting().getFirst().why().contains("one of the next 3 keys, which sign the keys as well"));
        pass(Duration.ofSeconds(1));
        assertTrue(node.tick());
        assertEquals(List.of(), numbers(node));
        assertTrue(node.waiting().getFirst().why().contains("SERVFAIL until they are heard"));
        assertFalse(node.tick());
        assertTrue(registry.put(new Step("example.com.", 9, "5 " + wall.instant() + " alone")));
        reach.open(true);
        assertTrue(node.tick());
        assertEquals(List.of(5), numbers(node));
        assertEquals(List.of(), node.waiting());
    }

    @Test
    void wasNotAwayForLongWhenItHadHeardOthersBeforeItStarted() throws IOException {
        Path home = folder.resolve("home");
        Reach reach = Reach.open(registry);
        Rollovers before = opened(home, reach, List.of());
        before.tick();
        before.tick();
        pass(LIFETIME);
        before.tick();
        before.tick();
        assertEquals(JOINED, now(before));
        for (int i = 0; i < 300; i++) {
            pass(Duration.ofDays(1));
            before.tick();
        }
        assertEquals(WAITS, now(before), "for the zone above, and longer than another key would last");
        pass(Duration.ofMinutes(59));
        before.tick();
        Rollovers started = opened(home, Reach.closed(registry), List.of());
        started.tick();
        assertEquals(List.of(1, 2), numbers(started));
        assertTrue(Files.readAllLines(home.resolve("dnssec.steps")).getFirst().startsWith("heard 20"));
        pass(LIFETIME.minus(MINUTE.multipliedBy(60)));
        assertEquals(List.of(1, 2), numbers(started));
        pass(MINUTE.multipliedBy(2));
        assertEquals(List.of(1, 2, 3), numbers(started));
    }
}
