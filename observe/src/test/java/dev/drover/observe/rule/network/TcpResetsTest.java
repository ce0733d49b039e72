package dev.drover.observe.rule.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.observe.fixture.FakeHost;
import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.Judged;
import dev.drover.observe.rule.Rule;
import dev.drover.observe.rule.Severity;
import dev.drover.testkit.FakeTime;
import org.junit.jupiter.api.Test;

class TcpResetsTest {
    private final Rule rule = new TcpResets();
    private final FakeHost host = new FakeHost()
            .snmp("Tcp.AttemptFails", 0)
            .snmp("Tcp.EstabResets", 0)
            .snmp("Tcp.ActiveOpens", 90);

    @Test
    void findsRefusedAttempts() {
        Finding finding = Judged.found(rule, host.snmp("Tcp.AttemptFails", 80).watch(5));
        assertEquals(Severity.CRITICAL, finding.severity());
        assertEquals(80 / 90.0, finding.magnitude(), 0.001);
    }

    /** A server that connects to nobody, with load balancers that only knock. */
    @Test
    void leavesOutWhatOthersBeganAndCut() {
        host.snmp("Tcp.ActiveOpens", 0).snmp("Tcp.AttemptFails", 30).netstat("TcpExt.EmbryonicRsts", 30);
        Judged.quiet(rule, host.watch(5));
    }

    @Test
    void findsResetsThatSetIn() {
        host.pass(3).snmp("Tcp.EstabResets", 80).pass(3);
        assertEquals(
                FakeTime.START.plusSeconds(3), Judged.found(rule, host.window()).onset());
    }

    @Test
    void findsResetsOfPeersThatTheKernelGaveUp() {
        host.snmp("Tcp.EstabResets", 80).netstat("TcpExt.TCPAbortOnTimeout", 30);
        Judged.found(rule, host.watch(5));
    }

    @Test
    void callsSteadyResetsBusy() {
        Judged.busy(rule, host.snmp("Tcp.EstabResets", 80).watch(5));
    }

    @Test
    void isQuietWhenFewOfManyFail() {
        Judged.quiet(rule, host.snmp("Tcp.AttemptFails", 6).watch(5));
    }

    @Test
    void saysWhichFileIsMissing() {
        assertTrue(Judged.notMeasurable(rule, host.file("/proc/net/snmp", "x").watch(2))
                .startsWith("/proc/net/snmp: "));
    }
}
