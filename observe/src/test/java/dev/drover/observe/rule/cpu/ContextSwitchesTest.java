package dev.drover.observe.rule.cpu;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.observe.fixture.FakeHost;
import dev.drover.observe.rule.Judged;
import dev.drover.observe.rule.Rule;
import org.junit.jupiter.api.Test;

class ContextSwitchesTest {
    private final Rule rule = new ContextSwitches();
    private final FakeHost host = new FakeHost();

    @Test
    void isAHintAtMost() {
        assertTrue(Judged.busy(rule, host.counter("/proc/stat", "ctxt", 300_000).watch(4))
                .what()
                .startsWith("150000/s"));
    }

    @Test
    void isQuietAtWhatOlderToolsWarnAt() {
        Judged.quiet(rule, host.counter("/proc/stat", "ctxt", 20_000).watch(4));
    }

    @Test
    void cannotTellWithoutCpuCounters() {
        Judged.notMeasurable(rule, host.without("/proc/stat").watch(3));
    }
}
