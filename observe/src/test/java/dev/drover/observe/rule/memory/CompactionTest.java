package dev.drover.observe.rule.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.drover.observe.fixture.FakeHost;
import dev.drover.observe.rule.Judged;
import dev.drover.observe.rule.Rule;
import org.junit.jupiter.api.Test;

class CompactionTest {
    private final Rule rule = new Compaction();
    private final FakeHost host = new FakeHost();

    @Test
    void findsStallsForHugePages() {
        host.vmstat("compact_stall", 200).pressure("memory", 0.3, 0.1);
        assertEquals(
                200, Judged.found(rule, host.watch(4)).evidence().getFirst().value(), 1);
    }

    @Test
    void callsBusyCompactionThatNobodyWaitsFor() {
        Judged.busy(rule, host.vmstat("compact_stall", 200).watch(4));
    }

    @Test
    void isQuietWithout() {
        Judged.quiet(rule, host.vmstat("compact_stall", 0).watch(4));
    }

    @Test
    void cannotTellOnAKernelWithout() {
        Judged.notMeasurable(rule, host.watch(3));
    }
}
