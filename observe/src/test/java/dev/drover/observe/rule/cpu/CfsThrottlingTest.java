package dev.drover.observe.rule.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.observe.fixture.FakeHost;
import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.Judged;
import dev.drover.observe.rule.Rule;
import dev.drover.observe.rule.Severity;
import org.junit.jupiter.api.Test;

class CfsThrottlingTest {
    private static final String GROUP = "/sys/fs/cgroup/shop.slice/";

    private final Rule rule = new CfsThrottling();
    private final FakeHost host = new FakeHost();

    private FakeHost throttled(double periods, double throttled, double micros) {
        host.file(GROUP + "cpu.max", "50000 100000\n");
        host.counter(GROUP + "cpu.stat", "nr_periods", periods);
        host.counter(GROUP + "cpu.stat", "nr_throttled", throttled);
        host.counter(GROUP + "cpu.stat", "throttled_usec", micros);
        return host;
    }

    @Test
    void namesTheGroupThatIsThrottled() {
        host.process(60, "catalog").cpu(0.5, 1).cgroup("/shop.slice");
        Finding finding = Judged.found(rule, throttled(10, 6, 300_000).watch(5));
        assertEquals("/shop.slice", finding.who().get(0).name());
        assertEquals("catalog", finding.who().get(1).name());
        assertEquals(0.6, finding.magnitude(), 0.01);
        assertTrue(finding.headline().contains("60 %"), finding::headline);
    }

    @Test
    void readsVersionOneInNanoseconds() {
        host.file(
                "/proc/self/mountinfo",
                "32 31 0:29 / /sys/fs/cgroup/cpu rw shared:3 - cgroup cgroup rw,cpu,cpuacct\n"
                        + "41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n");
        String group = "/sys/fs/cgroup/cpu/box/";
        host.file(group + "cpu.cfs_quota_us", "20000\n").file(group + "cpu.cfs_period_us", "100000\n");
        host.counter(group + "cpu.stat", "nr_periods", 10);
        host.counter(group + "cpu.stat", "nr_throttled", 10);
        host.counter(group + "cpu.stat", "throttled_time", 800e6);
        Finding finding = Judged.found(rule, host.watch(5));
        assertEquals(Severity.CRITICAL, finding.severity());
        assertEquals("/box", finding.who().getFirst().name());
        assertEquals(0.8, finding.evidence().get(1).value(), 0.01);
    }

    @Test
    void letsRarelyThrottledGroupsBe() {
        Judged.quiet(rule, throttled(10, 2, 300_000).watch(5));
    }

    @Test
    void letsGroupsBeThatLoseHardlyAnyTime() {
        Judged.quiet(rule, throttled(10, 6, 30_000).watch(5));
    }

    @Test
    void hasNothingToSayWithoutQuotas() {
        assertEquals("no control group with a CPU quota is here", Judged.notApplicable(rule, host.watch(2)));
    }
}
