package dev.drover.observe.rule.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.observe.fixture.FakeHost;
import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.Judged;
import dev.drover.observe.rule.Rule;
import dev.drover.observe.rule.Severity;
import dev.drover.observe.rule.Who;
import org.junit.jupiter.api.Test;

class FileSystemFullTest {
    private final Rule rule = new FileSystemFull();
    private final FakeHost host = new FakeHost();

    private FakeHost blocks(long free, long less) {
        for (int second = 0; second <= 4; second++) {
            long now = Math.max(0, free - second * less);
            host.file(
                    "/drover/mounts",
                    "/dev/vda / ext4 rw 4096 1000000 900000 900000 1000 900\n/dev/loop0 /srv/my\\040data ext4 rw,noatime 4096 100000 "
                            + now + " " + now + " 1000 900\n");
            host.pass(1);
        }
        return host;
    }

    @Test
    void namesTheFullFileSystem() {
        Finding finding = Judged.found(rule, blocks(0, 0).window());
        assertEquals("/srv/my data", finding.who().getFirst().name());
        assertEquals(Severity.CRITICAL, finding.severity());
    }

    @Test
    void saysWhenItWillBeFull() {
        host.process(80, "logger").cpu(0.1, 0).disk(4e6);
        Finding finding = Judged.found(rule, blocks(18_000, 1000).window());
        assertEquals("logger", finding.who().get(1).name());
        assertTrue(finding.headline().contains("is full in"), finding::headline);
    }

    @Test
    void namesWhoHoldsDeletedFilesOpen() {
        host.process(80, "logger");
        host.file("/drover/deleted", "80 50000000 /srv/my\\040data /srv/my\\040data/app.log\n");
        Who holder = Judged.found(rule, blocks(100, 0).window()).who().get(1);
        assertEquals("logger", holder.name());
        assertTrue(holder.detail().contains("deleted /srv/my data/app.log of 48 MiB"), holder::detail);
    }

    @Test
    void callsBusyOneThatGrowsWithMuchRoomLeft() {
        assertTrue(Judged.busy(rule, blocks(50_000, 1000).window()).what().contains("is full in"));
    }

    @Test
    void callsBusyATightOneThatDoesNotGrow() {
        Judged.busy(rule, blocks(4000, 0).window());
    }

    @Test
    void isQuietWithRoom() {
        Judged.quiet(rule, blocks(60_000, 0).window());
    }

    @Test
    void leavesReadOnlyOnesAlone() {
        Judged.quiet(
                rule,
                host.file("/drover/mounts", "/dev/sr0 /cd vfat ro 2048 100 0 0 0 0\n")
                        .watch(3));
    }

    @Test
    void cannotTellWithoutTheNumbers() {
        Judged.notMeasurable(rule, host.without("/drover/mounts").watch(3));
    }
}
