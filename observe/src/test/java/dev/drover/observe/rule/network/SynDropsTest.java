package dev.drover.observe.rule.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.observe.fixture.FakeHost;
import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.Judged;
import dev.drover.observe.rule.Rule;
import dev.drover.observe.rule.Severity;
import org.junit.jupiter.api.Test;

class SynDropsTest {
    private final Rule rule = new SynDrops();
    private final FakeHost host = new FakeHost();

    @Test
    void findsAttemptsThatWereDropped() {
        host.netstat("TcpExt.TCPReqQFullDrop", 10).netstat("TcpExt.ListenDrops", 10);
        Finding finding = Judged.found(rule, host.watch(5));
        assertEquals(Severity.CRITICAL, finding.severity());
        assertEquals(0.5, finding.magnitude(), 0.01);
    }

    @Test
    void findsThemOnAKernelThatDoesNotNameThem() {
        assertEquals(
                Severity.WARNING,
                Judged.found(rule, host.netstat("TcpExt.ListenDrops", 3).watch(5))
                        .severity());
    }

    @Test
    void leavesFullAcceptQueuesToTheirOwnRule() {
        host.netstat("TcpExt.ListenDrops", 10).netstat("TcpExt.ListenOverflows", 10);
        Judged.quiet(rule, host.watch(5));
    }

    @Test
    void callsCookiesBusy() {
        host.netstat("TcpExt.ListenDrops", 0).netstat("TcpExt.TCPReqQFullDoCookies", 100);
        Judged.busy(rule, host.watch(5));
    }

    @Test
    void saysWhichFileIsMissing() {
        assertTrue(
                Judged.notMeasurable(rule, host.file("/proc/net/netstat", "x").watch(2))
                        .startsWith("/proc/net/netstat: "));
    }
}
