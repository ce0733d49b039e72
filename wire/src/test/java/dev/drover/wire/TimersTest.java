package dev.drover.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.plane.Ticker;
import dev.drover.testkit.FakeTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TimersTest {
    private final FakeTime time = new FakeTime();
    private final List<Long> wakes = new ArrayList<>();
    private final Timers timers = new Timers(Ticker.of(time, time), wakes::add);
    private final List<String> fired = new ArrayList<>();

    private Timer named(String name) {
        return new Timer() {
            @Override
            protected void expired() {
                fired.add(name);
            }
        };
    }

    private void pass(long millis) {
        time.advance(Duration.ofMillis(millis));
        timers.advance();
    }

    @Test
    void firesOnceWhenItsTimeHasPassed() {
        timers.arm(named("a"), Duration.ofMillis(100));
        pass(99);
        assertEquals(List.of(), fired);
        pass(22);
        pass(1000);
        assertEquals(List.of("a"), fired);
    }

    @Test
    void firesLateWhenMovedOnAndEarlyWhenMovedBack() {
        Timer timer = named("a");
        timers.arm(timer, Duration.ofMillis(100));
        timers.arm(timer, Duration.ofMillis(1000));
        pass(500);
        assertEquals(List.of(), fired);
        timers.arm(timer, Duration.ofMillis(40));
        pass(80);
        assertEquals(List.of("a"), fired);
    }

    @Test
    void firesAfterMoreThanOneRound() {
        timers.arm(named("a"), Duration.ofMinutes(2));
        for (int i = 0; i < 119; i++) {
            pass(1000);
        }
        assertEquals(List.of(), fired);
        pass(1100);
        assertEquals(List.of("a"), fired);
    }

    @Test
    void staysSilentWhenDisarmed() {
        Timer kept = named("kept");
        Timer dropped = named("dropped");
        timers.arm(kept, Duration.ofMillis(100));
        timers.arm(dropped, Duration.ofMillis(100));
        timers.disarm(kept);
        timers.drop(dropped);
        pass(1000);
        assertEquals(List.of(), fired);
        timers.arm(kept, Duration.ofMillis(100));
        assertTrue(kept.isArmed());
        pass(200);
        assertEquals(List.of("kept"), fired);
        assertFalse(kept.isArmed());
    }

    @Test
    void mayDropANeighbourWhileFiring() {
        Timer neighbour = named("neighbour");
        timers.arm(
                new Timer() {
                    @Override
                    protected void expired() {
                        timers.drop(neighbour);
                        timers.arm(named("next"), Duration.ofMillis(50));
                    }
                },
                Duration.ofMillis(100));
        timers.arm(neighbour, Duration.ofMillis(100));
        pass(200);
        pass(200);
        assertEquals(List.of("next"), fired);
    }

    @Test
    void wakesItsLoopOnlyForWhatIsArmed() {
        assertEquals(List.of(), wakes);
        timers.arm(named("a"), Duration.ofMillis(100));
        timers.arm(named("b"), Duration.ofMillis(200));
        assertEquals(1, wakes.size());
        pass(120);
        assertEquals(2, wakes.size());
        pass(200);
        assertEquals(List.of("a", "b"), fired);
        assertEquals(2, wakes.size());
    }

    @Test
    void isNotWokenMoreOftenForEveryEarlierDeadline() {
        for (int i = 9; i > 0; i--) {
            timers.arm(named("t" + i), Duration.ofMillis(i * 100));
        }
        assertEquals(9, wakes.size());
        wakes.clear();
        // All nine wakes come, and those that they ask for; never more than one is left for each tick.
        for (int i = 0; i < 9; i++) {
            time.advance(Duration.ofMillis(100));
            timers.advance();
            timers.advance();
            timers.advance();
        }
        pass(100);
        assertEquals(9, fired.size());
        assertTrue(wakes.size() <= 9, () -> wakes.size() + " wakes for 9 timers");
    }

    @Test
    void asksForOneWakeHoweverManyAreArmedWhileFiring() {
        timers.arm(
                new Timer() {
                    @Override
                    protected void expired() {
                        for (int i = 9; i > 0; i--) {
                            timers.arm(named("t" + i), Duration.ofMillis(i * 100));
                        }
                    }
                },
                Duration.ofMillis(100));
        wakes.clear();
        pass(140);
        assertEquals(1, wakes.size());
        pass(1000);
        assertEquals(9, fired.size());
    }

    /** Against a list that is searched. */
    @Property(tries = 300)
    void agreesWithASimpleModel(
            @ForAll List<@IntRange(max = 30_000) Integer> delays,
            @ForAll List<@IntRange(min = 1, max = 3000) Integer> steps) {
        var fresh = new TimersTest();
        long[] due = new long[delays.size()];
        boolean[] done = new boolean[delays.size()];
        for (int i = 0; i < due.length; i++) {
            int index = i;
            due[i] = delays.get(i);
            fresh.timers.arm(
                    new Timer() {
                        @Override
                        protected void expired() {
                            assertFalse(done[index]);
                            done[index] = true;
                        }
                    },
                    Duration.ofMillis(delays.get(i)));
        }
        long now = 0;
        for (int step : steps) {
            now += step;
            fresh.pass(step);
            for (int i = 0; i < due.length; i++) {
                assertTrue(!done[i] || due[i] <= now, "too early");
                assertTrue(done[i] || due[i] + 20 > now, "too late");
            }
        }
    }
}
