package dev.drover.observe.rule.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.observe.fixture.FakeHost;
import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.Judged;
import dev.drover.observe.rule.Rule;
import org.junit.jupiter.api.Test;

class ForkStormTest {
    private final Rule rule = new ForkStorm();
    private final FakeHost host = new FakeHost();

    @Test
    void namesTheParent() {
        host.cpu(0.9, 0.6).pressure("cpu", 0.5, 0).counter("/proc/stat", "processes", 2000);
        host.process(80, "cronish").cpu(0.2, 0);
        host.pass(1);
        host.process(901, "true").parent(80).startedAt(5000);
        host.pass(1).ended(901);
        host.process(902, "true").parent(80).startedAt(5100);
        Finding finding = Judged.found(rule, host.pass(2).window());
        assertEquals("cronish", finding.who().getFirst().name());
        assertEquals(2000, finding.evidence().getFirst().value(), 1);
    }

    @Test
    void callsBusyAStormThatFits() {
        Judged.busy(
                rule,
                host.counter("/proc/stat", "processes", 500)
                        .pressure("cpu", 0.02, 0)
                        .watch(4));
    }

    @Test
    void isQuietWithFewForks() {
        Judged.quiet(
                rule,
                host.counter("/proc/stat", "processes", 20)
                        .pressure("cpu", 0.9, 0)
                        .watch(4));
    }

    @Test
    void takesRunDelayWithoutPressure() {
        host.without("/proc/pressure/cpu")
                .counter("/proc/stat", "processes", 2000)
                .cpu(1);
        host.process(50, "hog").cpu(1.9, 4).state('R');
        assertTrue(Judged.found(rule, host.watch(3)).confidence().reason().contains("estimate"));
    }
}
