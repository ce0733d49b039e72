package dev.drover.observe.rule.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.observe.fixture.FakeHost;
import dev.drover.observe.rule.Judged;
import dev.drover.observe.rule.Rule;
import dev.drover.observe.rule.Severity;
import org.junit.jupiter.api.Test;

class TcpOrphansTest {
    private final Rule rule = new TcpOrphans();
    private final FakeHost host = new FakeHost().file("/proc/sys/net/ipv4/tcp_max_orphans", "1000\n");

    private FakeHost orphans(long orphans) {
        return host.file("/proc/net/sockstat", "TCP: inuse 1 orphan " + orphans + " tw 0 alloc 2 mem 1\n");
    }

    @Test
    void findsMany() {
        assertEquals(Severity.WARNING, Judged.found(rule, orphans(300).watch(5)).severity());
    }

    @Test
    void isCriticalWhenConnectionsAreCut() {
        orphans(300).netstat("TcpExt.TCPAbortOnMemory", 5);
        assertEquals(Severity.CRITICAL, Judged.found(rule, host.watch(5)).severity());
    }

    @Test
    void isQuietWhenThereAreFew() {
        Judged.quiet(rule, orphans(200).watch(5));
    }

    @Test
    void saysWhichFileIsMissing() {
        assertTrue(Judged.notMeasurable(
                        rule, host.without("/proc/sys/net/ipv4/tcp_max_orphans").watch(2))
                .startsWith("/proc/sys/net/ipv4/tcp_max_orphans: "));
    }
}
