package dev.drover.observe.rule.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.observe.fixture.FakeHost;
import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.Judged;
import dev.drover.observe.rule.Rule;
import org.junit.jupiter.api.Test;

class DiskQueueingTest {
    private final Rule rule = new DiskQueueing();
    private final FakeHost host = new FakeHost();

    @Test
    void namesTheDiskAndWhoUsesIt() {
        host.disk("vda", 1000, 12, 100, 1).pressure("io", 0.5, 0.3);
        host.process(80, "writer").cpu(0.1, 0).disk(90e6);
        Finding finding = Judged.found(rule, host.watch(5));
        assertEquals("vda", finding.who().get(0).name());
        assertEquals("writer", finding.who().get(1).name());
        assertEquals(12, finding.evidence().getFirst().value(), 0.1);
    }

    @Test
    void callsBusyAParallelDeviceThatIsAlwaysInUse() {
        host.disk("vda", 5000, 0.2, 400, 1).pressure("io", 0.05, 0);
        assertTrue(Judged.busy(rule, host.watch(5)).what().contains("100 %"));
    }

    @Test
    void waitsLongerForRotatingDisks() {
        host.file("/sys/block/sda/queue/rotational", "1\n");
        Judged.quiet(
                rule, host.disk("sda", 100, 12, 1, 0.5).pressure("io", 0.5, 0.3).watch(5));
    }

    @Test
    void findsALongQueueAtAVirtualDiskThatMakesRequestsWait() {
        host.file("/sys/block/vdb/queue/rotational", "1\n");
        Judged.found(
                rule, host.disk("vdb", 2600, 17, 1, 1).pressure("io", 0.9, 0.3).watch(5));
        Judged.busy(
                rule,
                new FakeHost()
                        .file("/sys/block/vdb/queue/rotational", "1\n")
                        .disk("vdb", 5000, 6, 1, 1)
                        .pressure("io", 0.9, 0.3)
                        .watch(5));
    }

    @Test
    void findsALongQueueAtARotatingDisk() {
        host.file("/sys/block/sda/queue/rotational", "1\n");
        Judged.found(
                rule, host.disk("sda", 1000, 40, 1, 1).pressure("io", 0.9, 0.3).watch(5));
    }

    @Test
    void doesNotBelieveAVirtualDiskThatItRotates() {
        host.file("/sys/block/vda/queue/rotational", "1\n");
        Finding finding = Judged.found(
                rule,
                host.disk("vda", 1000, 40, 100, 1).pressure("io", 0.9, 0.3).watch(5));
        assertEquals(20, finding.evidence().getFirst().limit());
    }

    @Test
    void doesNotBelieveADiskOfQemuThatItRotates() {
        host.file("/sys/block/sda/queue/rotational", "1\n").file("/sys/block/sda/device/vendor", "QEMU    \n");
        Judged.found(
                rule, host.disk("sda", 100, 40, 1, 0.5).pressure("io", 0.5, 0.3).watch(5));
    }

    @Test
    void doesNotSayThatNobodyWaitsWhereSomebodyDoes() {
        host.disk("vda", 5000, 1, 400, 1).pressure("io", 0.8, 0.5);
        String what = Judged.busy(rule, host.watch(5)).what();
        assertTrue(what.contains("waits for his own requests"), what);
    }

    @Test
    void takesBlockedTasksWhereThereIsNoPressure() {
        host.without("/proc/pressure/io").disk("vda", 1000, 12, 100, 1).cpu(0.1).iowait(0.4);
        Finding finding = Judged.found(rule, host.watch(5));
        assertEquals(0.8, finding.magnitude(), 0.05);
        assertTrue(finding.confidence().reason().contains("estimate"));
    }

    @Test
    void isQuietWithoutRequests() {
        Judged.quiet(rule, host.watch(5));
    }
}
