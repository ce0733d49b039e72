package dev.drover.observe.rule.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.observe.fixture.FakeHost;
import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.Judged;
import dev.drover.observe.rule.Rule;
import dev.drover.observe.rule.Who;
import org.junit.jupiter.api.Test;

class RaidDegradedTest {
    private final Rule rule = new RaidDegraded();
    private final FakeHost host = new FakeHost();

    @Test
    void namesTheArrayThatLacksADisk() {
        host.file(
                "/proc/mdstat",
                "Personalities : [raid1]\nmd0 : active raid1 sdb1[1] sda1[0](F)\n      976630464 blocks super 1.2 [2/1] [_U]\n"
                        + "      [=>...................]  recovery = 12.6% (123/976) finish=1min\n\nunused devices: <none>\n");
        Finding finding = Judged.found(rule, host.watch(3));
        assertEquals(new Who(Who.Kind.DEVICE, "md0", "1 missing"), finding.who().getFirst());
        assertTrue(finding.headline().contains("recovery = 12.6%"), finding::headline);
    }

    @Test
    void namesTheBondThatLacksAnInterface() {
        host.file(
                "/proc/net/bonding/bond0",
                "Bonding Mode: active-backup\nMII Status: up\n\nSlave Interface: eth0\nMII Status: up\n\n"
                        + "Slave Interface: eth1\nMII Status: down\n");
        assertEquals(
                Who.Kind.INTERFACE,
                Judged.found(rule, host.watch(3)).who().getFirst().kind());
    }

    @Test
    void isQuietWhenAllAreThere() {
        Judged.quiet(
                rule,
                host.file("/proc/mdstat", "md0 : active raid1 a[0] b[1]\n 1 blocks [2/2] [UU]\n")
                        .watch(3));
    }

    @Test
    void doesNotApplyWithoutArrays() {
        Judged.notApplicable(rule, host.watch(3));
    }
}
