package dev.drover.observe.rule.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.drover.observe.fixture.FakeHost;
import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.Judged;
import dev.drover.observe.rule.Rule;
import dev.drover.observe.rule.Severity;
import org.junit.jupiter.api.Test;

class HungTasksTest {
    private final Rule rule = new HungTasks();
    private final FakeHost host = new FakeHost();

    @Test
    void namesWhatItSleepsIn() {
        host.process(80, "backup").stuck("rpc_wait_bit_killable", 300);
        Finding finding = Judged.found(rule, host.watch(4));
        assertEquals(
                "pid 80, sleeps in rpc_wait_bit_killable",
                finding.who().getFirst().detail());
        assertEquals(Severity.CRITICAL, finding.severity());
    }

    @Test
    void waitsALittleWithADisk() {
        host.process(80, "writer").stuck("io_schedule", 3);
        Judged.quiet(rule, host.watch(4));
    }

    @Test
    void letsParentsWaitInVfork() {
        host.process(80, "shell").stuck("kernel_clone", 3000);
        Judged.busy(rule, host.watch(4));
    }

    @Test
    void isQuietWhenOneRunsInBetween() {
        host.process(80, "writer").stuck("io_schedule", 60).cpu(0.2, 0);
        Judged.quiet(rule, host.watch(4));
    }

    @Test
    void cannotTellWithoutProcesses() {
        Judged.notMeasurable(rule, host.without("/proc/").watch(3));
    }
}
