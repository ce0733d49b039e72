package dev.drover.observe.rule.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.observe.fixture.FakeHost;
import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.Judged;
import dev.drover.observe.rule.Rule;
import org.junit.jupiter.api.Test;

class SingleThreadTest {
    private final Rule rule = new SingleThread();
    private final FakeHost host = new FakeHost();

    private void hotServer(int unread) {
        host.cpu(0.5).process(80, "server").thread(81, "event-loop", 1.0).inbox(3, unread, 0);
    }

    @Test
    void namesTheThreadWhoseWorkWaits() {
        hotServer(200);
        Finding finding = Judged.found(rule, host.watch(6));
        assertEquals("event-loop", finding.who().get(0).name());
        assertEquals("server", finding.who().get(1).name());
        assertTrue(finding.evidence().getFirst().value() > 0.9);
    }

    @Test
    void callsBusyAThreadThatKeepsNobodyWaiting() {
        hotServer(0);
        assertTrue(Judged.busy(rule, host.watch(6)).what().contains("event-loop of server"));
    }

    @Test
    void seesConnectionsThatAreNotAccepted() {
        host.cpu(0.5).process(80, "server").cpu(1, 0).inbox(0, 0, 5);
        assertEquals("server", Judged.found(rule, host.watch(6)).who().get(1).name());
    }

    @Test
    void leavesAFullHostToTheRunQueue() {
        hotServer(200);
        Judged.quiet(rule, host.cpu(1).watch(6));
    }

    @Test
    void isQuietWithoutAHotThread() {
        host.cpu(0.2).process(80, "server").thread(81, "event-loop", 0.4).inbox(3, 100, 0);
        Judged.quiet(rule, host.watch(6));
    }

    @Test
    void cannotTellWithoutCpuCounters() {
        assertTrue(
                Judged.notMeasurable(rule, host.without("/proc/stat").watch(3)).startsWith("/proc/stat"));
    }
}
