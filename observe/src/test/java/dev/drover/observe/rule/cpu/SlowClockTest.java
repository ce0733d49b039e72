package dev.drover.observe.rule.cpu;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.observe.fixture.FakeHost;
import dev.drover.observe.rule.Judged;
import dev.drover.observe.rule.Rule;
import org.junit.jupiter.api.Test;

class SlowClockTest {
    private final Rule rule = new SlowClock();
    private final FakeHost host = new FakeHost();

    private static final String FILE = "/sys/devices/system/clocksource/clocksource0/current_clocksource";

    @Test
    void namesTheSlowClock() {
        host.file(FILE, "hpet\n").cpu(0.9, 0.6).pressure("cpu", 0.5, 0);
        assertTrue(Judged.found(rule, host.watch(4)).headline().contains("hpet"));
    }

    @Test
    void callsBusyASlowClockThatHurtsNobody() {
        Judged.busy(rule, host.file(FILE, "acpi_pm\n").cpu(0.1).watch(4));
    }

    @Test
    void isQuietWithAFastOne() {
        Judged.quiet(
                rule,
                host.file(FILE, "kvm-clock\n")
                        .cpu(0.9, 0.6)
                        .pressure("cpu", 0.5, 0)
                        .watch(4));
    }

    @Test
    void cannotTellWithoutTheFile() {
        Judged.notMeasurable(rule, host.watch(3));
    }
}
