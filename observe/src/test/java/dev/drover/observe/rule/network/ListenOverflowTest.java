package dev.drover.observe.rule.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.observe.fixture.FakeHost;
import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.Judged;
import dev.drover.observe.rule.Rule;
import dev.drover.observe.rule.Severity;
import dev.drover.observe.rule.Who;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListenOverflowTest {
    private final Rule rule = new ListenOverflow();
    private final FakeHost host = new FakeHost();

    @Test
    void countsClientsThatWereKeptOut() {
        Finding finding =
                Judged.found(rule, host.netstat("TcpExt.ListenOverflows", 10).watch(5));
        assertEquals(Severity.CRITICAL, finding.severity());
        assertEquals(10, finding.evidence().getFirst().value(), 0.01);
        assertEquals(0.5, finding.magnitude(), 0.01);
    }

    @Test
    void namesTheListenerThatIsFullAndItsProcess() {
        new FakeSockets(host).listener(129, 128, 0, 0);
        Finding finding =
                Judged.found(rule, host.netstat("TcpExt.ListenOverflows", 10).watch(5));
        assertEquals(
                List.of("0.0.0.0:8080", "nginx"),
                finding.who().stream().map(Who::name).toList());
        assertTrue(finding.headline().contains("0.0.0.0:8080"), finding.headline());
    }

    @Test
    void acquitsTheCpuIfTheServerDidNotWaitForIt() {
        new FakeSockets(host).listener(129, 128, 0, 0);
        host.process(4711, "nginx").cpu(0, 0);
        Finding finding =
                Judged.found(rule, host.netstat("TcpExt.ListenOverflows", 10).watch(5));
        assertTrue(finding.notCausedBy().contains("cpu-run-queue"));
    }

    @Test
    void blamesTheCpuIfTheServerWaitedForIt() {
        new FakeSockets(host).listener(129, 128, 0, 0);
        host.process(4711, "nginx").cpu(0.2, 0.5);
        Finding finding =
                Judged.found(rule, host.netstat("TcpExt.ListenOverflows", 10).watch(5));
        assertEquals(List.of(), finding.notCausedBy());
    }

    @Test
    void isQuietWhenQueuesHaveRoom() {
        Judged.quiet(rule, host.watch(5));
    }

    @Test
    void saysWhichFileIsMissing() {
        assertTrue(
                Judged.notMeasurable(rule, host.file("/proc/net/netstat", "x").watch(2))
                        .startsWith("/proc/net/netstat: "));
    }
}
