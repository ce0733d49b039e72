package dev.drover.observe.rule.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.observe.fixture.FakeHost;
import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.Judged;
import dev.drover.observe.rule.Rule;
import dev.drover.observe.rule.Severity;
import org.junit.jupiter.api.Test;

class UdpLossTest {
    private final Rule rule = new UdpLoss();
    private final FakeHost host = new FakeHost()
            .snmp("Udp.RcvbufErrors", 0)
            .snmp("Udp.SndbufErrors", 0)
            .snmp("Udp.InDatagrams", 300);

    @Test
    void findsLostDatagrams() {
        Finding finding = Judged.found(rule, host.snmp("Udp.RcvbufErrors", 100).watch(5));
        assertEquals(Severity.CRITICAL, finding.severity());
        assertEquals(0.25, finding.magnitude(), 0.001);
    }

    @Test
    void countsThoseOfVersion6Too() {
        host.counter("/proc/net/snmp6", "Udp6RcvbufErrors", 100).counter("/proc/net/snmp6", "Udp6InDatagrams", 9600);
        assertEquals(Severity.WARNING, Judged.found(rule, host.watch(5)).severity());
    }

    @Test
    void isQuietWhenFewAreLost() {
        Judged.quiet(rule, host.snmp("Udp.RcvbufErrors", 5).watch(5));
    }

    @Test
    void saysWhichFileIsMissing() {
        assertTrue(Judged.notMeasurable(rule, host.file("/proc/net/snmp", "x").watch(2))
                .startsWith("/proc/net/snmp: "));
    }
}
