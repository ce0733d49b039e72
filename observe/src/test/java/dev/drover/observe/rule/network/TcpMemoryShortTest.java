package dev.drover.observe.rule.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.observe.fixture.FakeHost;
import dev.drover.observe.rule.Judged;
import dev.drover.observe.rule.Rule;
import dev.drover.observe.rule.Severity;
import org.junit.jupiter.api.Test;

class TcpMemoryShortTest {
    private final Rule rule = new TcpMemoryShort();
    private final FakeHost host = new FakeHost().file("/proc/sys/net/ipv4/tcp_mem", "1000\t2000\t4000\n");

    private FakeHost pages(long pages) {
        return host.file(
                "/proc/net/sockstat", "sockets: used 16\nTCP: inuse 1 orphan 0 tw 0 alloc 2 mem " + pages + "\n");
    }

    @Test
    void findsBuffersThatAreCut() {
        pages(2500).netstat("TcpExt.PruneCalled", 5);
        assertEquals(Severity.WARNING, Judged.found(rule, host.watch(5)).severity());
    }

    @Test
    void isCriticalNearTheLimit() {
        pages(3900).netstat("TcpExt.PruneCalled", 0);
        assertEquals(Severity.CRITICAL, Judged.found(rule, host.watch(5)).severity());
    }

    @Test
    void callsMuchMemoryBusyAsLongAsNothingIsLost() {
        pages(2500).netstat("TcpExt.PruneCalled", 0);
        Judged.busy(rule, host.watch(5));
    }

    @Test
    void isQuietWhenMemoryIsLeft() {
        pages(100).netstat("TcpExt.PruneCalled", 5);
        Judged.quiet(rule, host.watch(5));
    }

    @Test
    void saysWhichFileIsMissing() {
        assertTrue(Judged.notMeasurable(
                        rule, host.without("/proc/sys/net/ipv4/tcp_mem").watch(2))
                .startsWith("/proc/sys/net/ipv4/tcp_mem: "));
    }
}
