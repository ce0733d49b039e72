package dev.drover.observe.rule.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.observe.fixture.FakeHost;
import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.Judged;
import dev.drover.observe.rule.Rule;
import org.junit.jupiter.api.Test;

class TaskLimitTest {
    private final Rule rule = new TaskLimit();
    private final FakeHost host = new FakeHost();

    private FakeHost group(long current, double refused) {
        return host.file("/sys/fs/cgroup/shop/pids.max", "100\n")
                .file("/sys/fs/cgroup/shop/pids.current", current + "\n")
                .counter("/sys/fs/cgroup/shop/pids.events", "max", refused);
    }

    @Test
    void namesTheGroupThatWasRefusedTasks() {
        host.process(80, "pool").threads(98).cgroup("/shop");
        Finding finding = Judged.found(rule, group(98, 20).watch(4));
        assertEquals("/shop", finding.who().get(0).name());
        assertEquals("pool", finding.who().get(1).name());
        assertTrue(finding.headline().contains("pids.max"), finding::headline);
    }

    @Test
    void namesTheLimitOfTheHost() {
        host.file("/proc/loadavg", "1.0 1.0 1.0 1/32000 4711\n");
        assertTrue(Judged.found(rule, host.watch(3)).headline().contains("kernel.pid_max"));
    }

    @Test
    void namesTheUserWhoMayMakeNoMore() {
        host.process(80, "batch").threads(30).user(1001, 40);
        host.process(81, "batch").threads(10).user(1001, 40);
        assertTrue(Judged.found(rule, host.watch(3)).headline().contains("user 1001 has 40 of the 40"));
    }

    @Test
    void leavesRootAlone() {
        host.process(80, "batch").threads(90).user(0, 40);
        Judged.quiet(rule, host.watch(3));
    }

    @Test
    void isQuietBelowTheLimits() {
        Judged.quiet(rule, group(50, 0).watch(3));
    }

    @Test
    void cannotTellWithoutTheLimits() {
        Judged.notMeasurable(rule, host.without("/proc/sys/kernel/pid_max").watch(3));
    }
}
