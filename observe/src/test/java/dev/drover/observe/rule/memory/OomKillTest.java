package dev.drover.observe.rule.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.drover.observe.fixture.FakeHost;
import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.Judged;
import dev.drover.observe.rule.Rule;
import dev.drover.observe.rule.Who;
import java.util.List;
import org.junit.jupiter.api.Test;

class OomKillTest {
    private final Rule rule = new OomKill();
    private final FakeHost host = new FakeHost();

    @Test
    void namesTheVictim() {
        host.file("/drover/kmsg", "[1.0] old line I/O error\n").pass(3).vmstat("oom_kill", 1);
        host.file(
                "/drover/kmsg",
                "[9.5] Out of memory: Killed process 4711 (my app) total-vm:100kB, anon-rss:50kB, oom_score_adj:0\n");
        Finding finding = Judged.found(rule, host.pass(3).window());
        assertEquals(
                new Who(Who.Kind.PROCESS, "my app", "was killed, pid 4711").numbered(List.of(4711)),
                finding.who().getFirst());
        assertEquals(3, finding.evidence().getFirst().value());
    }

    @Test
    void namesTheGroupWhoseLimitKilled() {
        host.file("/sys/fs/cgroup/shop/memory.max", "1048576\n")
                .file("/sys/fs/cgroup/shop/memory.current", "1048576\n")
                .counter("/sys/fs/cgroup/shop/memory.events", "max", 10)
                .counter("/sys/fs/cgroup/shop/memory.events", "oom_kill", 1)
                .vmstat("oom_kill", 1);
        assertEquals("/shop", Judged.found(rule, host.watch(4)).who().getFirst().name());
    }

    @Test
    void isQuietWithoutKills() {
        Judged.quiet(rule, host.watch(4));
    }

    @Test
    void cannotTellWithoutTheCounter() {
        Judged.notMeasurable(rule, host.without("/proc/vmstat").watch(3));
    }

    @Test
    void takesNamesWithBracketsAndLinesCutShort() {
        assertEquals(
                "a) b", OomKill.victim("Killed process 5 (a) b), UID 0").name().substring(0, 1) + ") b");
        assertEquals("unknown", OomKill.victim("Killed process 5").name());
    }
}
