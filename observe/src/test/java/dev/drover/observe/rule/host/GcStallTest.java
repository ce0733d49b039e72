package dev.drover.observe.rule.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.observe.fixture.FakeHost;
import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.Judged;
import dev.drover.observe.rule.Rule;
import dev.drover.observe.rule.Severity;
import org.junit.jupiter.api.Test;

class GcStallTest {
    private final Rule rule = new GcStall();
    private final FakeHost host = new FakeHost();

    @Test
    void findsAProgramThatStandsStill() {
        host.process(80, "java")
                .thread(81, "GC Thread#0", 0.4)
                .thread(82, "GC Thread#1", 0.35)
                .thread(83, "http-1", 0.5);
        Finding finding = Judged.found(rule, host.watch(6));
        assertEquals("java", finding.who().getFirst().name());
        assertEquals(0.4, finding.evidence().getFirst().value(), 0.02);
        assertEquals(Severity.CRITICAL, finding.severity());
    }

    @Test
    void toleratesACollectorBesideTheProgram() {
        host.process(80, "java").thread(81, "ZWorkerYoung#0", 0.5);
        Judged.quiet(rule, host.watch(6));
    }

    @Test
    void findsACollectorThatNeverRests() {
        host.process(80, "java").thread(81, "G1 Conc#0", 0.95);
        assertTrue(Judged.found(rule, host.watch(6)).headline().contains("all the time"));
    }

    @Test
    void believesTheVirtualMachineRatherThanItsThreads() {
        host.process(80, "java").thread(81, "VM Thread", 0.4);
        host.file("/drover/hsperfdata/80", "not counters");
        Judged.found(rule, host.watch(6));
    }

    @Test
    void doesNotApplyWithoutJava() {
        host.process(80, "postgres").cpu(1, 0);
        Judged.notApplicable(rule, host.watch(4));
    }

    @Test
    void cannotTellWithoutProcesses() {
        Judged.notMeasurable(rule, host.without("/proc/").watch(3));
    }
}
