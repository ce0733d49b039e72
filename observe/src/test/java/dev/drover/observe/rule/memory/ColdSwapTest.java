package dev.drover.observe.rule.memory;

import dev.drover.observe.fixture.FakeHost;
import dev.drover.observe.rule.Judged;
import dev.drover.observe.rule.Rule;
import org.junit.jupiter.api.Test;

class ColdSwapTest {
    private final Rule rule = new ColdSwap();
    private final FakeHost host = new FakeHost();

    @Test
    void saysThatFullSwapIsNoTrouble() {
        Judged.busy(
                rule, host.meminfo("SwapTotal", 1000).meminfo("SwapFree", 10).watch(3));
    }

    @Test
    void leavesSwappingToAnotherRule() {
        host.meminfo("SwapTotal", 1000).meminfo("SwapFree", 10).vmstat("pswpin", 500);
        Judged.quiet(rule, host.watch(3));
    }

    @Test
    void doesNotApplyWithoutSwap() {
        Judged.notApplicable(rule, host.meminfo("SwapTotal", 0).watch(3));
    }

    @Test
    void cannotTellWithoutTheFile() {
        Judged.notMeasurable(rule, host.without("/proc/meminfo").watch(3));
    }
}
