package dev.drover.observe.rule.disk;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.observe.fixture.FakeHost;
import dev.drover.observe.rule.Judged;
import dev.drover.observe.rule.Rule;
import org.junit.jupiter.api.Test;

class ParallelDiskTest {
    private final Rule rule = new ParallelDisk();
    private final FakeHost host = new FakeHost();

    @Test
    void saysThatFullUseSaysNothing() {
        assertTrue(Judged.busy(rule, host.disk("vda", 5000, 0.2, 400, 1).watch(4))
                .what()
                .contains("5000/s"));
    }

    @Test
    void leavesWaitingToAnotherRule() {
        Judged.quiet(
                rule, host.disk("vda", 500, 40, 400, 1).pressure("io", 0.6, 0.5).watch(4));
    }

    @Test
    void cannotTellWithoutTheFile() {
        Judged.notMeasurable(rule, host.without("/proc/diskstats").watch(3));
    }
}
