package dev.drover.observe.rule.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.observe.fixture.FakeHost;
import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.Judged;
import dev.drover.observe.rule.Rule;
import org.junit.jupiter.api.Test;

class KernelTimeTest {
    private final Rule rule = new KernelTime();
    private final FakeHost host = new FakeHost();

    @Test
    void namesWhomTheKernelWorksFor() {
        host.cpu(0.95, 0.85).pressure("cpu", 0.7, 0).counter("/proc/stat", "ctxt", 400_000);
        host.process(80, "switcher").cpu(1.8, 0.5).system(0.9);
        Finding finding = Judged.found(rule, host.watch(5));
        assertEquals("switcher", finding.who().getFirst().name());
        assertEquals(0.89, finding.evidence().getFirst().value(), 0.01);
    }

    @Test
    void callsBusyAKernelThatKeepsNobodyWaiting() {
        Judged.busy(rule, host.cpu(0.9, 0.8).pressure("cpu", 0.05, 0).watch(5));
    }

    @Test
    void isQuietWhenProgramsWork() {
        Judged.quiet(rule, host.cpu(0.95, 0.2).pressure("cpu", 0.7, 0).watch(5));
    }

    @Test
    void takesRunDelayWithoutPressure() {
        host.without("/proc/pressure/cpu").cpu(0.95, 0.85);
        host.process(50, "hog").cpu(1.9, 4).state('R');
        assertTrue(Judged.found(rule, host.watch(3)).confidence().reason().contains("estimate"));
    }
}
