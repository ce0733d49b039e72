package dev.drover.observe.rule.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.observe.fixture.FakeHost;
import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.Judged;
import dev.drover.observe.rule.Rule;
import dev.drover.observe.rule.Severity;
import org.junit.jupiter.api.Test;

class EphemeralPortsTest {
    private final Rule rule = new EphemeralPorts();
    private final FakeHost host = new FakeHost();
    private final FakeSockets sockets = new FakeSockets(host);

    @Test
    void namesThePeerTowardsWhichPortsRunOut() {
        sockets.out("10.0.0.7", 9800, 9000, 0).out("10.0.0.8", 100, 0, 0);
        Finding finding = Judged.found(rule, host.watch(5));
        assertEquals(Severity.CRITICAL, finding.severity());
        assertEquals("10.0.0.7:5432", finding.who().getFirst().name());
        assertEquals("shop", finding.who().getLast().name());
        assertEquals(0.98, finding.magnitude(), 0.001);
    }

    @Test
    void callsPortsBusyThatMayBeTakenAgain() {
        sockets.out("127.0.0.1", 9800, 9000, 0);
        Judged.busy(rule, host.watch(5));
    }

    @Test
    void doesNotSumUpPeers() {
        sockets.out("10.0.0.7", 5000, 0, 0).out("10.0.0.8", 5000, 0, 0);
        Judged.quiet(rule, host.watch(5));
    }

    @Test
    void saysWhichFileIsMissing() {
        assertTrue(
                Judged.notMeasurable(rule, host.without("/drover/tcp").watch(2)).startsWith("/drover/tcp"));
        String range = "/proc/sys/net/ipv4/ip_local_port_range";
        assertTrue(Judged.notMeasurable(rule, host.without(range).watch(2)).startsWith(range));
    }
}
