package dev.drover.observe.rule.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.drover.observe.fixture.FakeHost;
import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.Judged;
import dev.drover.observe.rule.Rule;
import dev.drover.observe.rule.Severity;
import org.junit.jupiter.api.Test;

class InodesFullTest {
    private final Rule rule = new InodesFull();
    private final FakeHost host = new FakeHost();

    private FakeHost inodes(long free) {
        return host.file("/drover/mounts", "/dev/loop0 /mail ext4 rw 4096 100000 90000 90000 10000 " + free + "\n");
    }

    @Test
    void namesTheFileSystemThatHasBytesButNoInodes() {
        Finding finding = Judged.found(rule, inodes(0).watch(3));
        assertEquals("/mail", finding.who().getFirst().name());
        assertEquals(Severity.CRITICAL, finding.severity());
    }

    @Test
    void callsBusyFewThatAreNotUsed() {
        Judged.busy(rule, inodes(400).watch(3));
    }

    @Test
    void firesEarlierWhenTheyGoFast() {
        inodes(450).pass(2);
        assertEquals(
                Severity.WARNING,
                Judged.found(rule, inodes(400).pass(2).window()).severity());
    }

    @Test
    void isQuietWhereInodesAreMadeAsNeeded() {
        Judged.quiet(
                rule,
                host.file("/drover/mounts", "/dev/vdb /b btrfs rw 4096 100 90 90 0 0\n")
                        .watch(3));
    }

    @Test
    void cannotTellWithoutTheNumbers() {
        Judged.notMeasurable(rule, host.without("/drover/mounts").watch(3));
    }
}
