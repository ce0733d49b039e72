package dev.drover.observe.rule.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.observe.fixture.FakeHost;
import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.Judged;
import dev.drover.observe.rule.Rule;
import dev.drover.observe.rule.Severity;
import org.junit.jupiter.api.Test;

class SoftirqBudgetTest {
    private static final String FILE = "/proc/net/softnet_stat";

    private final Rule rule = new SoftirqBudget();
    private final FakeHost host = new FakeHost();

    private FakeHost seconds(int dropped, int squeezed) {
        for (int i = 0; i < 6; i++) {
            host.file(FILE, String.format("%08x %08x %08x%n", i * 1000, i * dropped, i * squeezed))
                    .pass(1);
        }
        return host;
    }

    @Test
    void findsPacketsLostWhileTheBudgetRunsOut() {
        Finding finding = Judged.found(rule, seconds(250, 20).window());
        assertEquals(Severity.WARNING, finding.severity());
        assertEquals(0.2, finding.magnitude(), 0.01);
    }

    @Test
    void callsItBusyWhenNothingIsLost() {
        Judged.busy(rule, seconds(0, 20).window());
    }

    @Test
    void isQuietWhenTheBudgetLasts() {
        Judged.quiet(rule, seconds(250, 1).window());
    }

    @Test
    void saysWhichFileIsMissing() {
        assertTrue(Judged.notMeasurable(rule, host.without(FILE).watch(2)).startsWith(FILE));
    }
}
