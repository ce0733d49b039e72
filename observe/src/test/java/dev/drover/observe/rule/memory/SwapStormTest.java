package dev.drover.observe.rule.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.drover.observe.fixture.FakeHost;
import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.Judged;
import dev.drover.observe.rule.Rule;
import dev.drover.observe.rule.Severity;
import org.junit.jupiter.api.Test;

class SwapStormTest {
    private final Rule rule = new SwapStorm();
    private final FakeHost host = new FakeHost();

    private FakeHost swapping(double stalled) {
        return host.meminfo("SwapTotal", 2_000_000)
                .vmstat("pswpout", 3000)
                .vmstat("pswpin", 2000)
                .pressure("memory", stalled, stalled / 2);
    }

    @Test
    void namesWhoHoldsTheMemory() {
        host.process(80, "heap").resident(1_800_000);
        host.process(81, "victim").majorFaults(900).resident(1000);
        Finding finding = Judged.found(rule, swapping(0.5).watch(5));
        assertEquals("heap", finding.who().getFirst().name());
        assertEquals(5000, finding.evidence().getFirst().value(), 1);
        assertEquals(Severity.CRITICAL, finding.severity());
    }

    @Test
    void callsBusySwappingThatNobodyWaitsFor() {
        Judged.busy(rule, swapping(0.01).watch(5));
    }

    @Test
    void isQuietWithoutSwapping() {
        Judged.quiet(
                rule,
                host.meminfo("SwapTotal", 2_000_000)
                        .pressure("memory", 0.5, 0.2)
                        .watch(5));
    }

    @Test
    void doesNotApplyWithoutSwap() {
        Judged.notApplicable(rule, host.meminfo("SwapTotal", 0).watch(3));
    }
}
