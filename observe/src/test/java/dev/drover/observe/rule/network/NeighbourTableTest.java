package dev.drover.observe.rule.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.observe.fixture.FakeHost;
import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.Judged;
import dev.drover.observe.rule.Rule;
import dev.drover.observe.rule.Severity;
import org.junit.jupiter.api.Test;

class NeighbourTableTest {
    private static final String ARP = "/proc/net/arp";
    private static final String STATISTICS = "/proc/net/stat/arp_cache";

    private final Rule rule = new NeighbourTable();
    private final FakeHost host = new FakeHost();

    private FakeHost seconds(String unanswered, int failed, int full) {
        host.file(
                ARP,
                "IP address HW type Flags HW address Mask Device\n10.0.0.5 0x1 0x2 02:fc:00:00:00:05 * eth0\n"
                        + unanswered + " 0x1 0x0 00:00:00:00:00:00 * eth0\n");
        host.file("/proc/net/route", "Iface Destination Gateway Flags\neth0 00000000 0100000A 0003\n");
        for (int i = 0; i < 6; i++) {
            host.file(STATISTICS, String.format("entries res_failed table_fulls%n2 %08x %08x%n", i * failed, i * full));
            host.pass(i == 0 ? 0 : 1);
        }
        return host;
    }

    @Test
    void namesAGatewayThatDoesNotAnswer() {
        Finding finding = Judged.found(rule, seconds("10.0.0.1", 1, 0).window());
        assertEquals(Severity.CRITICAL, finding.severity());
        assertEquals("10.0.0.1", finding.who().getFirst().name());
    }

    @Test
    void namesAPeerThatSomebodyConnectsTo() {
        new FakeSockets(host).out("10.0.0.7", 1, 0, 1);
        Finding finding = Judged.found(rule, seconds("10.0.0.7", 1, 0).window());
        assertEquals(Severity.WARNING, finding.severity());
    }

    @Test
    void leavesAGatewayAloneThatFailedLongAgo() {
        new FakeSockets(host).out("192.0.2.9", 1, 0, 1);
        Judged.quiet(rule, seconds("10.0.0.1", 0, 0).window());
    }

    @Test
    void leavesAnAbsentHostThatNobodyNeedsAlone() {
        Judged.quiet(rule, seconds("10.0.0.7", 1, 0).window());
    }

    @Test
    void findsATableWithoutRoom() {
        assertTrue(Judged.found(rule, seconds("10.0.0.7", 0, 3).window())
                .headline()
                .contains("full"));
    }

    @Test
    void saysWhichFileIsMissing() {
        assertTrue(Judged.notMeasurable(rule, host.without(ARP).watch(2)).startsWith(ARP));
    }
}
