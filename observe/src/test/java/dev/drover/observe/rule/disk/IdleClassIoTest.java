package dev.drover.observe.rule.disk;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.observe.fixture.FakeHost;
import dev.drover.observe.rule.Judged;
import dev.drover.observe.rule.Rule;
import org.junit.jupiter.api.Test;

class IdleClassIoTest {
    private final Rule rule = new IdleClassIo();
    private final FakeHost host = new FakeHost();

    @Test
    void namesTheBackup() {
        host.disk("vda", 800, 1, 90, 0.9).process(80, "restic").cpu(0.1, 0).disk(90e6);
        assertTrue(Judged.busy(rule, host.watch(4)).what().startsWith("restic"));
    }

    @Test
    void namesTheArrayThatIsChecked() {
        host.disk("vda", 800, 1, 90, 0.9)
                .file(
                        "/proc/mdstat",
                        "md0 : active raid1 sda1[0] sdb1[1]\n  100 blocks [2/2] [UU]\n  [>..] check = 3.1% (1/9)\n");
        assertTrue(Judged.busy(rule, host.watch(4)).what().startsWith("md0 (check = 3.1%)"));
    }

    @Test
    void isQuietForOrdinaryWork() {
        host.disk("vda", 800, 1, 90, 0.9).process(80, "postgres").cpu(0.1, 0).disk(90e6);
        Judged.quiet(rule, host.watch(4));
    }

    @Test
    void cannotTellWithoutTheFile() {
        Judged.notMeasurable(rule, host.without("/proc/diskstats").watch(3));
    }
}
