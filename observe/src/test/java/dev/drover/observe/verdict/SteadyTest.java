package dev.drover.observe.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.drover.observe.fixture.FakeHost;
import dev.drover.observe.sample.Window;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SteadyTest {
    private final Steady steady = new Steady();
    private final List<String> told = new ArrayList<>();

    private static Diagnosis diagnosis(boolean bad) {
        var host = new FakeHost();
        Window window = bad ? host.cpu(0.99).pressure("cpu", 0.7, 0).watch(5) : host.watch(5);
        return Diagnosis.of(window);
    }

    private void see(String verdicts) {
        verdicts.chars()
                .mapToObj(c -> diagnosis(c == 'b'))
                .forEach(d -> told.add(steady.next(d).isPresent() ? "!" : "."));
    }

    @Test
    void tellsTheFirstVerdictAtOnce() {
        see("hh");
        assertEquals("!.", String.join("", told));
    }

    @Test
    void tellsATroubleThatComesThreeTimesInARow() {
        see("hbbhbbbbb");
        assertEquals("!.....!..", String.join("", told));
    }

    @Test
    void callsAllWellOnlyAfterSixTimes() {
        see("bhhhhhbhhhhhhh");
        assertEquals("!...........!.", String.join("", told));
    }
}
