package dev.drover.observe.rule.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.observe.fixture.FakeHost;
import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.Judged;
import dev.drover.observe.rule.Rule;
import org.junit.jupiter.api.Test;

class NicFullTest {
    private final Rule rule = new NicFull();
    private final FakeHost host = new FakeHost();
    private final FakeNic nic = new FakeNic(host);

    @Test
    void findsAFullLinkThatDrops() {
        Finding finding =
                Judged.found(rule, nic.sent(119_000_000, 80_000, 100).seconds(5).window());
        assertEquals("eth0", finding.who().getFirst().name());
        assertEquals(0.952, finding.magnitude(), 0.001);
        assertTrue(finding.headline().endsWith("sending"), finding.headline());
    }

    @Test
    void findsAFullLinkThatPacketsWaitFor() {
        host.file("/drover/qdiscs", "eth0 pfifo_fast 0: 1000 1000 0 0 10 10000\n");
        Judged.found(rule, nic.sent(122_000_000, 80_000, 0).seconds(5).window());
    }

    @Test
    void callsBusyALinkThatNothingWaitsFor() {
        Judged.busy(rule, nic.received(119_000_000, 80_000, 0, 0).seconds(5).window());
    }

    @Test
    void isQuietWhenThereIsRoom() {
        Judged.quiet(rule, nic.sent(12_000_000, 8_000, 100).seconds(5).window());
    }

    @Test
    void needsALinkThatKnowsItsSpeed() {
        host.file("/sys/class/net/eth0/speed", "-1\n");
        Judged.notApplicable(rule, nic.sent(119_000_000, 80_000, 100).seconds(5).window());
    }

    @Test
    void doesNotBelieveAVirtualInterface() {
        host.without("/sys/class/net/eth0/device/vendor").without("/sys/class/net/eth0/device/");
        Judged.notApplicable(rule, nic.sent(119_000_000, 80_000, 100).seconds(5).window());
    }

    @Test
    void saysWhichFileIsMissing() {
        assertTrue(Judged.notMeasurable(rule, host.without("/proc/net/dev").watch(2))
                .startsWith("/proc/net/dev"));
    }
}
