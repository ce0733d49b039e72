package dev.drover.observe.rule.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.drover.observe.fixture.FakeHost;
import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.Judged;
import dev.drover.observe.rule.Rule;
import org.junit.jupiter.api.Test;

class MemoryLowTest {
    private final Rule rule = new MemoryLow();
    private final FakeHost host = new FakeHost();

    @Test
    void findsMemoryThatIsNearlyUsedUpAndWaitedFor() {
        host.meminfo("MemAvailable", 300_000).pressure("memory", 0.05, 0);
        host.process(80, "cache").resident(1_500_000);
        Finding finding = Judged.found(rule, host.watch(4));
        assertEquals("cache", finding.who().getFirst().name());
        assertEquals(0.0375, finding.evidence().getFirst().value(), 0.001);
    }

    @Test
    void callsBusyMemoryThatNobodyWaitsFor() {
        Judged.busy(rule, host.meminfo("MemAvailable", 300_000).watch(4));
    }

    @Test
    void isQuietWhenThePageCacheFillsTheRest() {
        host.meminfo("MemFree", 50_000).meminfo("Cached", 5_500_000);
        Judged.quiet(rule, host.watch(4));
    }

    @Test
    void cannotTellWithoutTheFile() {
        Judged.notMeasurable(rule, host.without("/proc/meminfo").watch(3));
    }
}
