package dev.drover.observe.rule.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.observe.fixture.FakeHost;
import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.Judged;
import dev.drover.observe.rule.Rule;
import dev.drover.observe.rule.Severity;
import org.junit.jupiter.api.Test;

class NicDropsTest {
    private final Rule rule = new NicDrops();
    private final FakeHost host = new FakeHost();
    private final FakeNic nic = new FakeNic(host);

    @Test
    void findsAFullRingAtOnce() {
        Finding finding = Judged.found(
                rule, nic.received(1000, 10_000, 0, 0).missed(50).seconds(5).window());
        assertTrue(finding.headline().contains("its ring is full"), finding.headline());
        assertEquals("eth0", finding.who().getFirst().name());
    }

    @Test
    void isLessSureOfOtherDrops() {
        Finding finding =
                Judged.found(rule, nic.received(1000, 800, 0, 200).seconds(5).window());
        assertEquals(Severity.CRITICAL, finding.severity());
        assertTrue(finding.confidence().value() < 0.7);
    }

    @Test
    void leavesAFewOfAnUnknownProtocolAlone() {
        Judged.quiet(rule, nic.received(1000, 1000, 0, 10).seconds(5).window());
    }

    @Test
    void findsWhatIsDroppedWhileSending() {
        assertTrue(Judged.found(rule, nic.sent(1000, 1000, 100).seconds(5).window())
                .headline()
                .contains("while sending"));
    }

    @Test
    void saysWhichFileIsMissing() {
        assertTrue(Judged.notMeasurable(rule, host.without("/proc/net/dev").watch(2))
                .startsWith("/proc/net/dev"));
    }
}
