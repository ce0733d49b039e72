package dev.drover.observe.rule.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.observe.fixture.FakeHost;
import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.Judged;
import dev.drover.observe.rule.Rule;
import dev.drover.observe.rule.Severity;
import dev.drover.testkit.FakeTime;
import org.junit.jupiter.api.Test;

class CpuRunQueueTest {
    private final Rule rule = new CpuRunQueue();
    private final FakeHost host = new FakeHost();

    @Test
    void namesTheProcessThatRunsWhileOthersWait() {
        host.cpu(0.98).pressure("cpu", 0.6, 0).running(9);
        host.process(50, "hog").cpu(1.9, 4).threads(6);
        Finding finding = Judged.found(rule, host.watch(5));
        assertEquals(Severity.CRITICAL, finding.severity());
        assertEquals("hog", finding.who().getFirst().name());
        assertEquals(0.6, finding.magnitude(), 0.01);
        assertEquals(FakeTime.START, finding.onset());
    }

    @Test
    void tellsWhenItBegan() {
        host.cpu(0.9).pass(2).pressure("cpu", 0.9, 0).pass(3);
        assertEquals(
                FakeTime.START.plusSeconds(2), Judged.found(rule, host.window()).onset());
    }

    @Test
    void callsBusyWhatNobodyWaitsFor() {
        host.cpu(1).pressure("cpu", 0.05, 0);
        assertTrue(Judged.busy(rule, host.watch(5)).what().startsWith("CPUs are 100 % busy"));
    }

    @Test
    void letsWorkOfLowPriorityWait() {
        host.cpu(1).pressure("cpu", 0.9, 0).process(50, "cc").cpu(1.9, 6).nice(19);
        host.process(51, "nginx").cpu(0.1, 0.01);
        assertTrue(Judged.busy(rule, host.watch(5)).what().contains("low priority"));
    }

    @Test
    void countsOthersThatWaitBesideWorkOfLowPriority() {
        host.cpu(1).pressure("cpu", 0.9, 0).process(50, "cc").cpu(1.5, 6).nice(19);
        host.process(51, "nginx").cpu(0.5, 1);
        Judged.found(rule, host.watch(5));
    }

    @Test
    void isQuietWhenCpusAreLeft() {
        Judged.quiet(rule, host.cpu(0.5).pressure("cpu", 0.5, 0).watch(5));
    }

    @Test
    void takesRunDelayWhereThereIsNoPressure() {
        host.without("/proc/pressure/cpu").cpu(0.98);
        host.process(50, "hog").cpu(1.9, 4).state('R');
        assertTrue(Judged.found(rule, host.watch(5)).evidence().stream()
                .anyMatch(row -> row.source().contains("run delay")));
    }

    /** Pressure is lost while the kernel's worker that collects it does not get to run. */
    @Test
    void believesATaskThatWaitedRatherThanAPressureThatIsLower() {
        host.cpu(1).pressure("cpu", 0.04, 0).process(50, "starved").cpu(0, 0.95);
        assertEquals(0.95, Judged.found(rule, host.watch(5)).magnitude(), 0.01);
    }

    @Test
    void countsReadyTasksWhereThereIsNeitherPressureNorRunDelay() {
        host.without("/proc/pressure/cpu")
                .without("/proc/1/schedstat")
                .cpu(0.98)
                .running(7);
        Finding finding = Judged.found(rule, host.watch(5));
        assertTrue(finding.confidence().value() < 0.7, finding.confidence()::toString);
        assertTrue(finding.confidence().reason().contains("estimate"), finding.confidence()::toString);
    }

    @Test
    void saysWhichFileIsMissing() {
        assertTrue(Judged.notMeasurable(
                        rule, host.without("/proc/stat").file("/proc/stat", "x").watch(2))
                .startsWith("/proc/stat: "));
    }
}
