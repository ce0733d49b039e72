package dev.drover.observe.rule.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.observe.fixture.FakeHost;
import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.Judged;
import dev.drover.observe.rule.Rule;
import org.junit.jupiter.api.Test;

class SchedulerDelayTest {
    private final Rule rule = new SchedulerDelay();
    private final FakeHost host = new FakeHost();

    @Test
    void namesWhoWaitsAndWhoIsBeforeIt() {
        host.cpu(0.5).leaning(0.45).process(80, "server").cpu(0.2, 0.6).allowed("0");
        host.process(90, "hog").cpu(0.8, 0.2);
        Finding finding = Judged.found(rule, host.watch(5));
        assertEquals("hog", finding.who().getFirst().name());
        assertTrue(finding.who().getLast().detail().contains("may run on CPU 0"));
        assertEquals(0.75, finding.evidence().getFirst().value(), 0.02);
        assertEquals(0.6, finding.magnitude(), 0.02, "as many threads as waited, not the part of what they wanted");
        assertFalse(finding.symptom());
        assertTrue(finding.notCausedBy().contains("cpu-run-queue"), finding::toString);
    }

    @Test
    void findsASymptomWhereNothingSetsTheProgramApart() {
        host.cpu(0.5).process(80, "server").cpu(0.2, 0.6);
        assertTrue(Judged.found(rule, host.watch(5)).symptom());
    }

    @Test
    void findsASymptomWhereTheOtherCpusAreAsBusy() {
        host.cpu(0.9).process(80, "server").cpu(0.2, 0.6).allowed("0");
        assertTrue(Judged.found(rule, host.watch(5)).symptom());
    }

    @Test
    void blamesRealTimeTasksFirst() {
        host.cpu(0.5).process(80, "server").cpu(0.2, 0.6);
        host.process(90, "audio").cpu(0.6, 0).realtime(50);
        host.process(91, "hog").cpu(0.9, 0);
        assertEquals("audio", Judged.found(rule, host.watch(5)).who().getFirst().name());
    }

    /** Interrupts that are threads run before programs everywhere, and are no reason of their own. */
    @Test
    void leavesOutRealTimeThreadsOfTheKernel() {
        host.cpu(0.5).process(80, "server").cpu(0.2, 0.6);
        host.process(90, "irq/24-eth0").kernel().cpu(0.6, 0).realtime(50);
        assertTrue(Judged.found(rule, host.watch(5)).symptom());
    }

    @Test
    void letsProgramsOfLowPriorityWait() {
        host.cpu(1).process(80, "compiler").cpu(0.5, 1.5).nice(19);
        Judged.busy(rule, host.watch(5));
    }

    @Test
    void isQuietWhenTurnsComeSoon() {
        host.cpu(0.9).process(80, "server").cpu(1.5, 0.1);
        Judged.quiet(rule, host.watch(5));
    }

    @Test
    void cannotTellWithoutRunDelay() {
        Judged.notMeasurable(rule, host.without("/proc/1/schedstat").watch(3));
    }
}
