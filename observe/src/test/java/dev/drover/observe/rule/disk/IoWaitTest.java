package dev.drover.observe.rule.disk;

import dev.drover.observe.fixture.FakeHost;
import dev.drover.observe.rule.Judged;
import dev.drover.observe.rule.Rule;
import org.junit.jupiter.api.Test;

class IoWaitTest {
    private final Rule rule = new IoWait();
    private final FakeHost host = new FakeHost();

    @Test
    void isAHintAtMost() {
        Judged.busy(rule, host.iowait(0.8).pressure("io", 0.9, 0.9).watch(4));
    }

    @Test
    void isQuietWithALittle() {
        Judged.quiet(rule, host.iowait(0.1).watch(4));
    }

    @Test
    void cannotTellWithoutTheFile() {
        Judged.notMeasurable(rule, host.without("/proc/stat").watch(3));
    }
}
