package dev.drover.observe.rule.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.observe.counter.Group;
import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.process.JavaHeaps;
import dev.drover.observe.fixture.FakeHost;
import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.Judged;
import dev.drover.observe.rule.Rule;
import dev.drover.observe.rule.Severity;
import dev.drover.observe.sample.Sample;
import dev.drover.observe.sample.Window;
import java.util.HashMap;
import java.util.Map;
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

    /** Its threads wait for CPUs as everybody does: that is no fault of the collector. */
    @Test
    void doesNotCountWhatCollectingThreadsWaitForACpu() {
        host.process(80, "java").thread(81, "VM Thread", 0.14, 0.6);
        Judged.quiet(rule, told(host.watch(6), 0.7));
    }

    @Test
    void findsWhatTheVirtualMachineTells() {
        host.process(80, "java").thread(81, "VM Thread", 0.6);
        assertTrue(Judged.found(rule, told(host.watch(6), 0.7)).headline().contains("70 %"));
    }

    /** The same window, with a virtual machine that says for which part of the time it stood still. */
    private static Window told(Window window, double share) {
        return new Window(window.samples().stream()
                .map(sample -> {
                    var readings = new HashMap<Group<?>, Measured<?>>(sample.readings());
                    double seconds = share * sample.nanos() / 1e9;
                    readings.put(
                            JavaHeaps.GROUP, Measured.of(new JavaHeaps(Map.of(80, new JavaHeaps.Collected(seconds)))));
                    return new Sample(sample.at(), sample.nanos(), readings, sample.refused());
                })
                .toList());
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
