package dev.drover.observe.rule.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.observe.fixture.FakeHost;
import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.Judged;
import dev.drover.observe.rule.Rule;
import org.junit.jupiter.api.Test;

class LoadWithoutCpuTest {
    private final Rule rule = new LoadWithoutCpu();
    private final FakeHost host = new FakeHost();

    @Test
    void saysWhereTheTasksSleep() {
        host.file("/proc/loadavg", "9.00 5.00 2.00 1/200 900\n").cpu(0.1).pressure("io", 0.6, 0.5);
        for (int i = 0; i < 6; i++) {
            host.process(80 + i, "reader").stuck("nfs_wait_bit_killable", 3);
        }
        Finding finding = Judged.found(rule, host.watch(4));
        assertEquals(
                "pid 80, sleeps in nfs_wait_bit_killable",
                finding.who().getFirst().detail());
    }

    @Test
    void callsBusyALoadThatHurtsNobody() {
        host.file("/proc/loadavg", "9.00 5.00 2.00 1/200 900\n").cpu(0.1);
        host.process(80, "sleeper").stuck("kernel_clone", 300);
        Judged.busy(rule, host.watch(4));
    }

    /** One reads a disk, and the load is what others left behind. */
    @Test
    void callsBusyALoadOfThePast() {
        host.file("/proc/loadavg", "9.00 5.00 2.00 1/200 900\n").cpu(0.1).pressure("io", 0.6, 0.5);
        host.process(80, "reader").stuck("folio_wait_bit", 3);
        assertTrue(Judged.busy(rule, host.watch(4)).what().contains("a trace of the past"));
    }

    @Test
    void isQuietWhenCpusDoTheWork() {
        Judged.quiet(
                rule,
                host.file("/proc/loadavg", "9.00 5.00 2.00 9/200 900\n")
                        .cpu(0.99)
                        .watch(4));
    }

    @Test
    void cannotTellWithoutTheLoad() {
        Judged.notMeasurable(rule, host.without("/proc/loadavg").watch(3));
    }
}
