package dev.drover.policy.threshold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.model.Health;
import dev.drover.policy.threshold.Thresholds.State;
import dev.drover.testkit.FakeTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class ThresholdsTest {
    private final FakeTime time = new FakeTime();

    private static Health health(int fall, int rise, Health.Flaps flaps) {
        Health d = Health.DEFAULT;
        return new Health(
                d.check(),
                d.interval(),
                d.timeout(),
                fall,
                rise,
                d.jitterPercent(),
                flaps,
                d.evidence(),
                d.removeAtMost(),
                d.allDown());
    }

    private State check(Thresholds thresholds, boolean passes) {
        time.advance(Duration.ofSeconds(2));
        return passes ? thresholds.passed(time.getAsLong()) : thresholds.failed(time.getAsLong());
    }

    private State checks(Thresholds thresholds, String results) {
        results.chars().forEach(c -> check(thresholds, c == '+'));
        return thresholds.state();
    }

    @Test
    void firstResultDecides() {
        assertEquals(new State.Up(0), checks(new Thresholds(Health.DEFAULT), "+"));
        assertEquals(new State.Down(0), checks(new Thresholds(Health.DEFAULT), "-"));
    }

    @Test
    void firstPassCountsAtOnceHoweverLongTheStartTook() {
        assertEquals(new State.Up(0), checks(new Thresholds(health(3, 5, Health.Flaps.DEFAULT)), "----+"));
    }

    @Test
    void failuresWithinTheGraceAreNoNews() {
        var thresholds = new Thresholds(Health.DEFAULT, Duration.ofSeconds(10), time.getAsLong());
        assertEquals(new State.Starting(), checks(thresholds, "----"));
        assertEquals(new State.Starting(), thresholds.overdue(time.getAsLong()));
        assertEquals(new State.Down(0), checks(thresholds, "-"));
        assertEquals(new State.Up(0), checks(thresholds, "+"));
    }

    @Test
    void passEndsTheGrace() {
        var thresholds = new Thresholds(health(2, 2, Health.Flaps.DEFAULT), Duration.ofHours(1), time.getAsLong());
        assertEquals(new State.Up(0), checks(thresholds, "--+"));
        assertEquals(new State.Down(0), checks(thresholds, "--"));
    }

    @Test
    void graceThatIsOverNeedsNoResult() {
        var thresholds = new Thresholds(Health.DEFAULT, Duration.ofSeconds(10), time.getAsLong());
        time.advance(Duration.ofSeconds(9));
        assertEquals(new State.Unknown(), thresholds.overdue(time.getAsLong()));
        time.advance(Duration.ofSeconds(1));
        assertEquals(new State.Down(0), thresholds.overdue(time.getAsLong()));
    }

    @Test
    void fallsAndRisesOnlyInARow() {
        var thresholds = new Thresholds(health(3, 2, Health.Flaps.DEFAULT));
        assertEquals(new State.Up(2), checks(thresholds, "+--+--"));
        assertEquals("up; 2 of 3 failures", thresholds.progress(time.getAsLong()));
        assertEquals(new State.Down(0), checks(thresholds, "-"));
        assertEquals(new State.Down(1), checks(thresholds, "+-+"));
        assertEquals("down; 1 of 2 passes", thresholds.progress(time.getAsLong()));
        assertEquals(new State.Up(0), checks(thresholds, "+"));
    }

    @Test
    void holdsDownWhatFlaps() {
        var thresholds =
                new Thresholds(health(1, 1, new Health.Flaps(2, Duration.ofMinutes(5), Duration.ofSeconds(60))));
        assertEquals(new State.Up(0), checks(thresholds, "+-+"));
        assertInstanceOf(State.Held.class, checks(thresholds, "-+"));
        assertInstanceOf(State.Held.class, checks(thresholds, "+".repeat(29)));
        assertEquals(new State.Up(0), checks(thresholds, "+"));
    }

    @Test
    void failureWhileHeldStartsTheHoldAnew() {
        var thresholds =
                new Thresholds(health(1, 1, new Health.Flaps(1, Duration.ofMinutes(5), Duration.ofSeconds(60))));
        assertInstanceOf(State.Held.class, checks(thresholds, "+-++++-+"));
        assertInstanceOf(State.Held.class, checks(thresholds, "+".repeat(29)));
        assertEquals(new State.Up(0), checks(thresholds, "+"));
    }

    @Test
    void forgetsChangesOutsideTheWindow() {
        var thresholds =
                new Thresholds(health(1, 1, new Health.Flaps(2, Duration.ofSeconds(30), Duration.ofSeconds(60))));
        checks(thresholds, "+-+");
        checks(thresholds, "+".repeat(20));
        assertEquals(new State.Up(0), checks(thresholds, "-+"));
    }

    @Property(tries = 200)
    void neverGoesDownMoreOftenThanDampingAllows(
            @ForAll @Size(min = 100, max = 600) List<Boolean> results,
            @ForAll @IntRange(min = 1, max = 4) int changes,
            @ForAll @IntRange(min = 1, max = 3) int fall) {
        Duration window = Duration.ofSeconds(100);
        Duration hold = Duration.ofSeconds(40);
        var thresholds = new Thresholds(health(fall, 1, new Health.Flaps(changes, window, hold)));
        var downs = new ArrayList<Long>();
        boolean up = false;
        for (boolean passes : results) {
            check(thresholds, passes);
            boolean isUp = thresholds.state() instanceof State.Up;
            long now = time.getAsLong();
            if (up && !isUp) {
                downs.add(now);
            }
            if (!up && isUp && downs.size() >= changes) {
                long oldest = downs.get(downs.size() - changes);
                long last = downs.getLast();
                assertTrue(
                        now - oldest > window.toNanos() || now - last >= hold.toNanos(),
                        "up again " + (now - last) + " ns after going down " + changes + " times");
            }
            up = isUp;
        }
    }

    @Property(tries = 100)
    void goesDownOnlyAfterFallFailuresInARow(
            @ForAll @Size(max = 300) List<Boolean> results, @ForAll @IntRange(min = 1, max = 5) int fall) {
        var thresholds = new Thresholds(health(fall, 2, Health.Flaps.DEFAULT));
        int failures = 0;
        boolean up = false;
        for (boolean passes : results) {
            check(thresholds, passes);
            failures = passes ? 0 : failures + 1;
            boolean isUp = thresholds.state() instanceof State.Up;
            assertTrue(isUp || !up || failures >= fall);
            up = isUp;
        }
    }
}
