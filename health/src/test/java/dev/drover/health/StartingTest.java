package dev.drover.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.drover.board.Measured;
import dev.drover.board.Measured.State;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Checks of instances that have not come up yet. */
final class StartingTest extends ServiceWatchStage {
    @Test
    void instanceThatStartsIsCheckedInQuickSuccession() {
        check.passes = false;
        found(1);
        seconds(0.8);
        assertEquals(State.DOWN, measured(0).state());
        assertEquals("no check has passed yet: said no", measured(0).reason());
        assertEquals(4, check.begun);
        check.passes = true;
        seconds(1.5);
        assertEquals(State.UP, measured(0).state());
    }

    @Test
    void managedInstanceIsStartingUntilItsTimeIsOver() {
        managed(Duration.ofSeconds(30));
        check.passes = false;
        found(1);
        Instant since = measured(0).since();
        seconds(29.9);
        assertEquals(new Measured(State.UNKNOWN, since, "starting: no check has passed yet (said no)"), measured(0));
        assertEquals("starting; no check has passed yet, down in 0s", probed(0).progress());
        seconds(0.2);
        assertEquals(State.DOWN, measured(0).state());
        assertEquals("did not come up within 30s: said no", measured(0).reason());
        check.passes = true;
        seconds(2.5);
        assertEquals(State.UP, measured(0).state());
    }

    @Test
    void managedInstanceIsUpWithItsFirstPassAndKeepsTheRulesFromThenOn() {
        managed(Duration.ofSeconds(30));
        check.passes = false;
        found(1);
        seconds(1);
        check.passes = true;
        seconds(2.5);
        assertEquals(State.UP, measured(0).state());
        check.passes = false;
        seconds(6.7);
        assertEquals(State.DOWN, measured(0).state());
        assertEquals("3 of 3 checks failed: said no", measured(0).reason());
    }

    @Test
    void onlyAnotherFailureWhileStartingReachesTheBoard() {
        managed(Duration.ofSeconds(30));
        check.passes = false;
        check.no = "answered 503 in 1.2 ms";
        found(1);
        seconds(5);
        long generation = board.now().generation();
        check.no = "answered 503 in 12 ms";
        seconds(5);
        assertEquals(generation, board.now().generation());
        check.no = "answered 404 in 12 ms";
        seconds(5);
        assertEquals(generation + 1, board.now().generation());
        assertEquals(
                "starting: no check has passed yet (answered 404)", measured(0).reason());
    }

    @Test
    void managedInstanceWhoseFirstCheckHangsIsDownWhenItsTimeIsOver() {
        managed(Duration.ofSeconds(30));
        check.hangs = true;
        found(1);
        seconds(29.9);
        assertEquals(State.UNKNOWN, measured(0).state());
        assertEquals("starting; no check has ended yet", probed(0).progress());
        seconds(0.2);
        assertEquals(State.DOWN, measured(0).state());
        assertEquals(
                "did not come up within 30s: no check has ended yet",
                measured(0).reason());
    }

    @Test
    void otherTimeToStartCountsForThoseThatStart() {
        managed(Duration.ofSeconds(30));
        check.passes = false;
        found(1);
        seconds(10);
        managed(Duration.ofSeconds(40));
        seconds(29.8);
        assertEquals(State.UNKNOWN, measured(0).state());
        seconds(0.3);
        assertEquals("did not come up within 40s: said no", measured(0).reason());
    }

    @Test
    void shorterTimeToStartThatIsOverCountsWithTheNextFailure() {
        managed(Duration.ofSeconds(30));
        check.passes = false;
        found(1);
        seconds(10);
        managed(Duration.ofSeconds(5));
        seconds(2.5);
        assertEquals("did not come up within 5s: said no", measured(0).reason());
    }
}
