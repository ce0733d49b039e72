package dev.drover.observe.rule.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.observe.fixture.FakeHost;
import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.Judged;
import dev.drover.observe.rule.Rule;
import dev.drover.observe.rule.Severity;
import java.util.Locale;
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
    void namesTheSocketAndItsProcess() {
        host.file("/drover/socket/4711", "99 dnsmasq\n").snmp("Udp.RcvbufErrors", 100);
        for (int i = 0; i < 6; i++) {
            host.file(
                    "/proc/net/udp",
                    "names\n  416: 0100007F:0035 00000000:0000 07 00000000:00000100 00:00000000 00000000 0 0 4711 2 0000 "
                            + (5 + i * 100) + "\n");
            host.pass(i == 0 ? 0 : 1);
        }
        Finding finding = Judged.found(rule, host.window());
        assertEquals("UDP port 53", finding.who().getFirst().name());
        assertEquals("500 datagrams lost", finding.who().getFirst().detail());
        assertEquals("dnsmasq", finding.who().getLast().name());
    }

    @Test
    void comparesWhatCouldNotBeSentWithWhatWas() {
        host.snmp("Udp.SndbufErrors", 100).snmp("Udp.OutDatagrams", 900);
        Finding finding = Judged.found(rule, host.watch(5));
        assertEquals(0.1, finding.magnitude(), 0.001);
        assertFalse(finding.symptom());
    }

    /** A sender is told of packets that are dropped below UDP. */
    @Test
    void findsASymptomWherePacketsAreDroppedBelow() {
        host.snmp("Udp.SndbufErrors", 100).snmp("Udp.OutDatagrams", 900);
        for (int i = 0; i < 6; i++) {
            host.file(
                    "/proc/net/softnet_stat",
                    String.format(Locale.ROOT, "%08x %08x 00000000%n00000001 00000000 00000000%n", i * 1000, i * 110));
            host.pass(i == 0 ? 0 : 1);
        }
        assertTrue(Judged.found(rule, host.window()).symptom());
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
