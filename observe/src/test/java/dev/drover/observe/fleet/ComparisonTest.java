package dev.drover.observe.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.observe.fixture.FakeHost;
import dev.drover.observe.sample.Window;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static Visit seen(String name, FakeHost host) {
        Window window = host.watch(5);
        return new Visit.Seen(new Destination(name, 0), Judged.of(window), Figures.of(window), "");
    }

    private static Visit unseen(String name) {
        return new Visit.Unseen(new Destination(name, 0), "it does not answer", "wait");
    }

    private static FakeHost saturated() {
        return new FakeHost().cpu(0.99).pressure("cpu", 0.8, 0);
    }

    private static FakeHost queueing(String disk) {
        return new FakeHost().disk(disk, 200, 60, 10, 1).pressure("io", 0.6, 0.3);
    }

    private static List<String> order(Comparison comparison) {
        return comparison.places().stream().map(p -> p.visit().host().name()).toList();
    }

    @Test
    void putsTheGravestFirstAndTheSilentBeforeTheHealthy() {
        Comparison all = Comparison.of(List.of(
                seen("idle", new FakeHost()),
                unseen("silent"),
                seen("full", saturated()),
                seen("idle2", new FakeHost())));
        assertEquals("full", order(all).getFirst());
        assertEquals("silent", order(all).get(1));
        assertEquals(Comparison.Gravity.CRITICAL, all.places().getFirst().gravity());
        assertEquals(Comparison.Gravity.HEALTHY, all.places().getLast().gravity());
    }

    @Test
    void putsTheOddOneOfTheHealthyFirst() {
        var visits = new ArrayList<Visit>();
        for (int i = 0; i < 5; i++) {
            visits.add(seen("h" + i, new FakeHost().cpu(0.60 + i * 0.01)));
        }
        visits.add(seen("odd", new FakeHost().cpu(0.05)));
        Comparison all = Comparison.of(visits);
        assertEquals("odd", order(all).getFirst());
        Difference difference = all.places().getFirst().difference().orElseThrow();
        assertTrue(difference.isOutlier());
        assertTrue(difference.what().startsWith("utilisation of CPU"), difference::words);
        assertFalse(all.places().get(1).difference().orElseThrow().isOutlier());
    }

    @Test
    void callsNoneOfTwoOrOfEqualsOdd() {
        Comparison two = Comparison.of(List.of(seen("a", new FakeHost().cpu(0.1)), seen("b", new FakeHost().cpu(0.8))));
        assertTrue(two.places().stream().allMatch(p -> p.difference().isEmpty()));
        Comparison equals = Comparison.of(
                List.of(seen("a", new FakeHost()), seen("b", new FakeHost()), seen("c", new FakeHost().cpu(0.03))));
        assertTrue(equals.places().stream()
                .noneMatch(p -> p.difference().orElseThrow().isOutlier()));
    }

    @Test
    void saysWhatHostsHaveInCommon() {
        Comparison all = Comparison.of(List.of(
                seen("a", queueing("sdb")), seen("b", queueing("sdb")), seen("c", new FakeHost()), unseen("d")));
        assertEquals(
                List.of("2 of 3 hosts: disk-queueing on device sdb"),
                all.common().stream().map(Object::toString).toList());
        Comparison others = Comparison.of(List.of(seen("a", queueing("sdb")), seen("b", queueing("sdc"))));
        assertEquals(
                List.of("2 of 2 hosts: disk-queueing"),
                others.common().stream().map(Object::toString).toList());
    }

    @Test
    void knowsTheMedianOfAnyNumberOfValues() {
        assertEquals(2, Difference.median(new double[] {9, 1, 2}));
        assertEquals(1.5, Difference.median(new double[] {9, 1, 2, 0}));
    }
}
