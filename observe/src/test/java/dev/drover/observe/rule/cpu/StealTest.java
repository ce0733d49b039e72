package dev.drover.observe.rule.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.drover.observe.fixture.FakeHost;
import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.Judged;
import dev.drover.observe.rule.Rule;
import dev.drover.observe.rule.Severity;
import org.junit.jupiter.api.Test;

class StealTest {
    private final Rule rule = new Steal();
    private final FakeHost host = new FakeHost();

    @Test
    void blamesTheHypervisor() {
        Finding finding = Judged.found(rule, host.cpu(0.5).steal(0.3).watch(5));
        assertEquals(0.3, finding.evidence().getFirst().value(), 0.01);
        assertEquals(Severity.CRITICAL, finding.severity());
    }

    @Test
    void callsBurstsBusy() {
        Judged.busy(
                rule, host.cpu(0.2).pass(6).steal(0.5).pass(2).steal(0).pass(1).window());
    }

    @Test
    void forgivesALittle() {
        Judged.quiet(rule, host.cpu(0.9).steal(0.05).watch(5));
    }

    @Test
    void cannotTellWithoutCpuCounters() {
        Judged.notMeasurable(rule, host.without("/proc/stat").watch(3));
    }
}
