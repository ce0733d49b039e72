package dev.drover.observe.rule.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.observe.fixture.FakeHost;
import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.Judged;
import dev.drover.observe.rule.Rule;
import org.junit.jupiter.api.Test;

class CgroupMemoryTest {
    private final Rule rule = new CgroupMemory();
    private final FakeHost host = new FakeHost();

    private FakeHost group(long current, double hits, double refaults) {
        return host.file("/sys/fs/cgroup/shop/memory.max", "100000000\n")
                .file("/sys/fs/cgroup/shop/memory.current", current + "\n")
                .counter("/sys/fs/cgroup/shop/memory.events", "max", hits)
                .counter("/sys/fs/cgroup/shop/memory.events", "oom_kill", 0)
                .counter("/sys/fs/cgroup/shop/memory.stat", "pgmajfault", 0)
                .counter("/sys/fs/cgroup/shop/memory.stat", "workingset_refault_file", refaults);
    }

    @Test
    void findsAGroupThatThrashesAtItsLimit() {
        host.process(80, "shopd").resident(20_000).cgroup("/shop");
        Finding finding = Judged.found(
                rule, group(99_000_000, 200, 5000).pressure("memory", 0.4, 0.3).watch(5));
        assertEquals("/shop", finding.who().get(0).name());
        assertEquals("shopd", finding.who().get(1).name());
    }

    /** It is idle most of the time, and waits in every request. */
    @Test
    void comparesStallsWithTheTimeThatTheGroupHadWork() {
        host.process(80, "shopd").cpu(0.1, 0).cgroup("/shop");
        group(99_000_000, 200, 5000).pressure("memory", 0.05, 0.03);
        assertEquals(0.33, Judged.found(rule, host.watch(5)).evidence().get(1).value(), 0.02);
    }

    @Test
    void countsWaitsForPagesThatAreReadAgain() {
        host.process(80, "shopd").cpu(0.1, 0).cgroup("/shop");
        group(99_000_000, 200, 5000)
                .pressure("io", 0.1, 0.1)
                .vmstat("pgpgin", 20_000)
                .vmstat("pgpgout", 0);
        assertEquals(0.5, Judged.found(rule, host.watch(5)).evidence().get(1).value(), 0.02);
    }

    @Test
    void doesNotCountWaitsForWhatIsReadOnce() {
        host.process(80, "shopd").cpu(0.1, 0).cgroup("/shop");
        group(99_000_000, 200, 100).pressure("io", 0.1, 0.1).vmstat("pgpgin", 20_000);
        Judged.busy(rule, host.watch(5));
    }

    @Test
    void doesNotCountWaitsForWhatOthersWrite() {
        host.process(80, "shopd").cpu(0.1, 0).cgroup("/shop");
        group(99_000_000, 200, 100)
                .pressure("io", 0.6, 0.5)
                .vmstat("pgpgin", 400)
                .vmstat("pgpgout", 300_000);
        Judged.busy(rule, host.watch(5));
    }

    @Test
    void leavesAGroupAloneThatHardlyEverHasWork() {
        host.process(80, "shopd").cpu(0.01, 0).cgroup("/shop");
        Judged.busy(
                rule,
                group(99_000_000, 200, 5000).pressure("memory", 0.002, 0.001).watch(5));
    }

    @Test
    void findsAGroupWhoseProcessWasKilled() {
        group(40_000_000, 1, 0).counter("/sys/fs/cgroup/shop/memory.events", "oom_kill", 1);
        assertTrue(Judged.found(rule, host.watch(4)).headline().contains("killed"));
    }

    @Test
    void callsBusyAGroupFullOfPageCache() {
        Judged.busy(
                rule, group(99_900_000, 500, 0).pressure("memory", 0.05, 0.02).watch(5));
    }

    @Test
    void isQuietBelowTheLimit() {
        Judged.quiet(rule, group(40_000_000, 0, 0).watch(4));
    }

    @Test
    void doesNotApplyWithoutALimit() {
        Judged.notApplicable(rule, host.watch(3));
    }
}
