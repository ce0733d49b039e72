package dev.drover.policy.outlier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.model.Health;
import dev.drover.testkit.FakeTime;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class LiveRecordTest {
    private static final Health.Evidence SETTINGS = Health.Evidence.DEFAULT;
    private final FakeTime time = new FakeTime();

    private LiveRecord record(int successes, int failures) {
        var one = new LiveRecord(SETTINGS);
        one.saw(successes, failures, 0, time.getAsLong());
        return one;
    }

    @Test
    void fiveFailuresInARowFail() {
        var one = new LiveRecord(SETTINGS);
        one.saw(10, 4, 4, time.getAsLong());
        assertFalse(one.isFailing());
        one.saw(0, 1, 1, time.getAsLong());
        assertTrue(one.isFailing());
    }

    @Test
    void successStartsTheRowAnew() {
        var one = record(0, 4);
        one.saw(1, 0, 0, time.getAsLong());
        one.saw(0, 4, 4, time.getAsLong());
        assertFalse(one.isFailing());
    }

    @Test
    void ejectionsGrowToTheCapAndDecay() {
        var one = new LiveRecord(SETTINGS);
        for (int n = 1; n <= 40; n++) {
            long now = time.getAsLong();
            assertEquals(Duration.ofSeconds(Math.min(10 * n, 300)), Duration.ofNanos(one.eject(now) - now));
            time.advance(Duration.ofNanos(one.ejectedUntil() - now));
            assertTrue(one.comesBack(time.getAsLong()));
        }
        time.advance(SETTINGS.window().multipliedBy(38));
        one.eject(time.getAsLong());
        assertEquals(3, one.ejections());
    }

    @Test
    void comesBackOnlyWhenTimeIsOverAndStartsAnew() {
        var one = record(0, 100);
        one.eject(time.getAsLong());
        time.advance(Duration.ofMillis(9_999));
        one.saw(0, 50, 50, time.getAsLong());
        assertFalse(one.comesBack(time.getAsLong()));
        time.advance(Duration.ofMillis(1));
        assertTrue(one.comesBack(time.getAsLong()));
        assertFalse(one.isFailing());
        assertEquals(0, one.requests(time.getAsLong()));
    }

    @Test
    void rateCountsOnlyTheWindow() {
        var one = record(0, 60);
        time.advance(Duration.ofSeconds(5));
        one.saw(60, 0, 0, time.getAsLong());
        assertEquals(50.0, one.successPercent(time.getAsLong()));
        time.advance(Duration.ofSeconds(6));
        assertEquals(100.0, one.successPercent(time.getAsLong()));
    }

    @Test
    void findsTheOneFarBelowItsSiblings() {
        var records = List.of(record(95, 5), record(60, 40), record(97, 3), record(5, 10));
        List<Outliers.Outlier> found = Outliers.of(records, 30, time.getAsLong());
        assertEquals(1, found.size());
        assertEquals(1, found.getFirst().index());
        assertEquals(96.0, found.getFirst().siblings(), 0.01);
    }

    @Test
    void aServiceThatFailsAsAWholeHasNoOutlier() {
        var records = List.of(record(50, 50), record(40, 60), record(60, 40));
        assertTrue(Outliers.of(records, 30, time.getAsLong()).isEmpty());
        assertTrue(Outliers.of(List.of(record(0, 100)), 30, time.getAsLong()).isEmpty());
    }

    @Property(tries = 200)
    void theBestIsNeverAnOutlier(
            @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 0, max = 100) Integer> rates,
            @ForAll @IntRange(min = 1, max = 100) int belowBy) {
        var records = rates.stream().map(r -> record(r, 100 - r)).toList();
        int best = rates.stream().mapToInt(r -> r).max().orElseThrow();
        for (Outliers.Outlier outlier : Outliers.of(records, belowBy, time.getAsLong())) {
            assertTrue(rates.get(outlier.index()) < best);
            assertTrue(outlier.siblings() - outlier.percent() >= belowBy);
        }
    }
}
