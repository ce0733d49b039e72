package dev.drover.observe.rule.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.observe.fixture.FakeHost;
import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.Judged;
import dev.drover.observe.rule.Rule;
import org.junit.jupiter.api.Test;

class CrashLoopTest {
    private final Rule rule = new CrashLoop();
    private final FakeHost host = new FakeHost();

    private FakeHost restarts(String supervisor, int times) {
        host.process(70, supervisor);
        host.pass(1);
        for (int i = 0; i < times; i++) {
            host.process(900 + i, "shopd").parent(70).startedAt(5000 + i).cgroup("/system.slice/shop.service");
            host.pass(1).ended(900 + i);
        }
        return host;
    }

    @Test
    void namesTheServiceThatIsRestarted() {
        Finding finding = Judged.found(rule, restarts("systemd", 4).pass(1).window());
        assertEquals("shopd", finding.who().getFirst().name());
        assertTrue(finding.who().getFirst().detail().contains("shop.service"));
    }

    @Test
    void allowsARestart() {
        Judged.quiet(rule, restarts("systemd", 2).pass(1).window());
    }

    @Test
    void leavesShellsAlone() {
        Judged.quiet(rule, restarts("bash", 5).pass(1).window());
    }

    @Test
    void isQuietForAPoolOfWorkers() {
        for (int i = 0; i < 5; i++) {
            host.process(900 + i, "worker").parent(1).startedAt(5000 + i);
        }
        Judged.quiet(rule, host.watch(4));
    }

    @Test
    void cannotTellWithoutProcesses() {
        Judged.notMeasurable(rule, host.without("/proc/").watch(3));
    }
}
