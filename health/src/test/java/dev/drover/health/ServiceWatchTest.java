package dev.drover.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.board.Measured.State;
import dev.drover.model.Health;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Active checks on time that the test moves. */
final class ServiceWatchTest extends ServiceWatchStage {
    @Test
    void firstCheckComesAtOnceAndDecides() {
        found(1);
        assertEquals(State.UNKNOWN, measured(0).state());
        seconds(0.01);
        assertEquals(State.UP, measured(0).state());
        assertEquals("check passed: said yes", measured(0).reason());
    }

    @Test
    void checksKeepTheirIntervalWithinJitter() {
        found(1);
        seconds(200);
        assertEquals(100, check.begun, 3);
    }

    @Test
    void firstChecksOfManyAreSpread() {
        found(400);
        seconds(0.2);
        assertEquals(200, check.begun, 60);
        seconds(0.21);
        assertEquals(400, check.begun);
    }

    @Test
    void goesDownAfterFallFailuresWithEvidenceInWords() {
        found(1);
        seconds(1);
        check.passes = false;
        seconds(4);
        assertEquals(State.UP, measured(0).state());
        assertEquals("up; 2 of 3 failures", probed(0).progress());
        seconds(2.3);
        assertEquals(State.DOWN, measured(0).state());
        assertEquals("3 of 3 checks failed: said no", measured(0).reason());
        check.passes = true;
        seconds(4.5);
        assertEquals(State.UP, measured(0).state());
        assertEquals("2 of 2 checks passed: said yes", measured(0).reason());
    }

    @Test
    void onlyChangesReachTheBoard() {
        found(1);
        seconds(1);
        long generation = board.now().generation();
        seconds(100);
        assertEquals(generation, board.now().generation());
    }

    @Test
    void holdsDownWhatFlapsAndSaysSo() {
        watch.use(plan(health(
                1, 1, new Health.Flaps(2, Duration.ofMinutes(5), Duration.ofSeconds(60)), Health.Evidence.DEFAULT)));
        found(1);
        seconds(1);
        for (int i = 0; i < 2; i++) {
            check.passes = false;
            seconds(2.2);
            check.passes = true;
            seconds(2.2);
        }
        assertEquals(State.DOWN, measured(0).state());
        assertEquals(
                "held down for 60s: went down 2 times within 5m; last check: said yes".replace("60s", "1m"),
                measured(0).reason());
        seconds(50);
        assertEquals(State.DOWN, measured(0).state());
        seconds(13);
        assertEquals(State.UP, measured(0).state());
    }

    @Test
    void checksStopWhenTheInstanceIsGoneAndKeepOnForTheOthers() {
        found(2);
        seconds(10);
        found(1);
        assertEquals(1, check.open);
        int before = check.begun;
        seconds(20);
        assertEquals(10, check.begun - before, 2);
        assertTrue(watch.probed(id(1)).isEmpty());
    }

    @Test
    void hangingCheckIsNotBegunTwice() {
        check.hangs = true;
        found(1);
        seconds(60);
        assertEquals(1, check.begun);
        assertTrue(probed(0).next().isEmpty());
    }

    @Test
    void checkThatCannotBeMadeIsAFailureAndNotTheEnd() {
        check.broken = true;
        found(1);
        seconds(1);
        assertEquals(State.DOWN, measured(0).state());
        check.broken = false;
        seconds(3);
        assertEquals(State.UP, measured(0).state());
    }

    @Test
    void samePlanKeepsEverythingAndNewThresholdsCountAtOnce() {
        found(1);
        seconds(1);
        check.passes = false;
        seconds(4.2);
        int before = check.begun;
        watch.use(plan(Health.DEFAULT));
        assertEquals("up; 2 of 3 failures", probed(0).progress());
        watch.use(plan(health(5, 2, Health.Flaps.DEFAULT, Health.Evidence.DEFAULT)));
        assertEquals("up; 2 of 5 failures", probed(0).progress());
        seconds(0.1);
        assertEquals(before, check.begun);
        assertEquals(1, check.open);
    }

    @Test
    void keepsTheLastTenResults() {
        found(1);
        seconds(100);
        assertEquals(10, probed(0).last().size());
        assertEquals("ask every 2s, timeout 1s", probed(0).check());
        assertTrue(probed(0).next().orElseThrow().isAfter(time.instant()));
    }

    @Test
    void withoutActiveCheckAnInstanceIsUp() {
        watch.use(new WatchPlan(Health.DEFAULT, Optional.empty(), false, Duration.ZERO));
        found(1);
        assertEquals(State.UP, measured(0).state());
        assertEquals("no active check is declared", measured(0).reason());
    }

    @Test
    void aCheckThatIsAddedLeavesAnInstanceInUntilItHasEnded() {
        watch.use(new WatchPlan(Health.DEFAULT, Optional.empty(), false, Duration.ZERO));
        found(1);
        assertEquals(State.UP, measured(0).state());
        check.hangs = true;
        watch.use(plan(Health.DEFAULT));
        seconds(1);
        assertEquals(State.UP, measured(0).state());
        check.hangs = false;
        check.passes = false;
        found(0);
        found(1);
        seconds(1);
        assertEquals(State.DOWN, measured(0).state());
    }
}
