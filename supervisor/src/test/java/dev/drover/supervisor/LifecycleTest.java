package dev.drover.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.testkit.FakeTime;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LifecycleTest {
    private static final Duration START = Duration.ofSeconds(30);
    private static final Duration STOP = Duration.ofSeconds(10);

    private final FakeTime time = new FakeTime();
    private final Backoff backoff = Backoff.standard(new Random(7));
    private Lifecycle lifecycle = new Lifecycle(backoff, START, STOP, true);
    private Phase phase = new Phase.Stopped();

    @Test
    void startsAtOnceWhenWanted() {
        happens(Happening.WANTED);
        assertEquals(new Phase.Waiting(time.getAsLong(), 0), phase);
    }

    @Test
    void isStartingUntilACheckPassedAndThenRunning() {
        happens(Happening.WANTED, Happening.SPAWNED);
        assertInstanceOf(Phase.Starting.class, phase);
        happens(Happening.UP);
        assertInstanceOf(Phase.Running.class, phase);
    }

    @Test
    void stopsWhatIsNotUpInTimeAndCountsIt() {
        happens(Happening.WANTED, Happening.SPAWNED);
        time.advance(START.minusNanos(1));
        happens(Happening.TICK);
        assertInstanceOf(Phase.Starting.class, phase);
        time.advance(Duration.ofNanos(1));
        happens(Happening.TICK);
        assertEquals(new Phase.Stopping(time.getAsLong() + STOP.toNanos(), false, true, 1), phase);
        happens(Happening.GONE);
        assertEquals(1, assertInstanceOf(Phase.Waiting.class, phase).failures());
    }

    @Test
    void takesAProcessWithoutCheckToBeUpAfterASecond() {
        lifecycle = new Lifecycle(backoff, START, STOP, false);
        happens(Happening.WANTED, Happening.SPAWNED, Happening.TICK);
        assertInstanceOf(Phase.Starting.class, phase);
        time.advance(Lifecycle.UNCHECKED);
        happens(Happening.TICK);
        assertInstanceOf(Phase.Running.class, phase);
    }

    @Test
    void waitsTwiceAsLongAfterEachFailureUpToTheLongest() {
        happens(Happening.WANTED);
        long[] expected = {200, 400, 800, 1600, 3200, 6400, 12_800, 25_600, 30_000, 30_000};
        for (int i = 0; i < expected.length; i++) {
            happens(Happening.SPAWNED, Happening.EXITED, Happening.GONE);
            var waiting = assertInstanceOf(Phase.Waiting.class, phase);
            assertEquals(i + 1, waiting.failures());
            double millis = (waiting.due() - time.getAsLong()) / 1e6;
            assertTrue(millis >= 0.8 * expected[i] && millis <= Math.min(30_000, 1.2 * expected[i]), "" + millis);
            time.advance(Duration.ofNanos(waiting.due() - time.getAsLong()));
        }
        assertTrue(backoff.isLoop(5));
        assertFalse(backoff.isLoop(4));
    }

    @Test
    void forgetsFailuresAfterAStableTime() {
        happens(Happening.WANTED, Happening.SPAWNED, Happening.EXITED, Happening.GONE);
        happens(Happening.SPAWNED, Happening.UP);
        time.advance(backoff.stable());
        happens(Happening.TICK);
        assertEquals(0, assertInstanceOf(Phase.Running.class, phase).failures());
        happens(Happening.EXITED, Happening.GONE);
        assertEquals(1, assertInstanceOf(Phase.Waiting.class, phase).failures());
    }

    @Test
    void doesNotForgetFailuresOfAProcessThatWasUpForAMoment() {
        happens(Happening.WANTED, Happening.SPAWNED, Happening.EXITED, Happening.GONE);
        happens(Happening.SPAWNED, Happening.UP, Happening.EXITED, Happening.GONE);
        assertEquals(2, assertInstanceOf(Phase.Waiting.class, phase).failures());
    }

    @Test
    void killsWhenPatienceEndsAndWaitsUntilTheGroupIsGone() {
        happens(Happening.WANTED, Happening.SPAWNED, Happening.UP, Happening.UNWANTED);
        happens(Happening.EXITED);
        assertInstanceOf(Phase.Stopping.class, phase);
        time.advance(STOP);
        happens(Happening.TICK);
        assertTrue(assertInstanceOf(Phase.Stopping.class, phase).killed());
        happens(Happening.GONE);
        assertEquals(new Phase.Stopped(), phase);
    }

    @Test
    void startsAgainWhenWantedWhileStopping() {
        happens(Happening.WANTED, Happening.SPAWNED, Happening.UP, Happening.UNWANTED, Happening.WANTED);
        happens(Happening.GONE);
        assertEquals(new Phase.Waiting(time.getAsLong(), 0), phase);
    }

    @Test
    void doesNotStartAgainWhatIsUnwantedInABackoff() {
        happens(Happening.WANTED, Happening.NOT_SPAWNED, Happening.UNWANTED);
        assertEquals(new Phase.Stopped(), phase);
        assertEquals(Long.MAX_VALUE, lifecycle.wake(phase));
    }

    private void happens(Happening... all) {
        for (Happening one : all) {
            phase = lifecycle.next(phase, one, time.getAsLong());
        }
    }
}
