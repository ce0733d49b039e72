package dev.drover.observe.rule.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.drover.observe.fixture.FakeHost;
import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.Judged;
import dev.drover.observe.rule.Rule;
import org.junit.jupiter.api.Test;

class FileSystemFaultsTest {
    private final Rule rule = new FileSystemFaults();
    private final FakeHost host = new FakeHost();

    @Test
    void findsErrorsAsTheyAreCounted() {
        host.file("/sys/fs/ext4/vda/errors_count", "1\n").pass(2);
        Finding finding = Judged.found(
                rule, host.file("/sys/fs/ext4/vda/errors_count", "4\n").pass(2).window());
        assertEquals("vda", finding.who().getFirst().name());
        assertEquals(3, finding.evidence().getFirst().value());
    }

    @Test
    void findsAFileSystemThatTurnedReadOnly() {
        host.pass(2).file("/drover/mounts", "/dev/vda1 / ext4 ro,relatime 4096 1000000 500000 500000 250000 200000\n");
        assertEquals(
                "/", Judged.found(rule, host.pass(2).window()).who().getFirst().name());
    }

    @Test
    void findsWhatTheKernelSays() {
        host.file("/drover/kmsg", "[1] segfault at 0\n").pass(3);
        host.file("/drover/kmsg", "[1] segfault at 0\n[7] blk_update_request: I/O error, dev sda, sector 5\n");
        Judged.found(rule, host.pass(3).window());
    }

    @Test
    void callsBusyOldErrors() {
        Judged.busy(rule, host.file("/sys/fs/ext4/vda/errors_count", "4\n").watch(3));
    }

    @Test
    void isQuietWithoutErrors() {
        Judged.quiet(rule, host.file("/sys/fs/ext4/vda/errors_count", "0\n").watch(3));
    }

    @Test
    void cannotTellWithoutAnySource() {
        Judged.notMeasurable(rule, host.without("/drover/mounts").watch(3));
    }
}
