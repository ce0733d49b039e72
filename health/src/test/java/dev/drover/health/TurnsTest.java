package dev.drover.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.drover.testkit.FakeTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How checks that are due at the same time begin. */
final class TurnsTest {
    private final FakeLane lane = new FakeLane(new FakeTime());
    private final Turns turns = new Turns(lane);
    private final List<Integer> begun = new ArrayList<>();

    private void due(int from, int to) {
        IntStream.range(from, to).forEach(i -> turns.take(() -> begun.add(i)));
    }

    private void pass() {
        lane.advance(Duration.ofMillis(20));
    }

    @Test
    void beginsAHandfulAndLetsTheLoopReadBeforeTheNext() {
        due(0, 250);
        assertEquals(100, begun.size());
        pass();
        assertEquals(200, begun.size());
        pass();
        assertEquals(250, begun.size());
    }

    @Test
    void beginsInOrderAlsoWhatFallsDueMeanwhile() {
        due(0, 150);
        due(150, 160);
        pass();
        assertEquals(IntStream.range(0, 160).boxed().toList(), begun);
    }

    @Test
    void beginsAtOnceWhereFewAreDue() {
        for (int i = 0; i < 500; i++) {
            due(i, i + 1);
            assertEquals(i + 1, begun.size());
            pass();
        }
    }

    @Test
    void sleepsWhenNothingIsDue() {
        due(0, 150);
        pass();
        pass();
        assertEquals(0, lane.alarms());
    }
}
