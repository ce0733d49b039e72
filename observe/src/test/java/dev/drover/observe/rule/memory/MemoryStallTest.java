package dev.drover.observe.rule.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.observe.fixture.FakeHost;
import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.Judged;
import dev.drover.observe.rule.Rule;
import dev.drover.observe.rule.Severity;
import org.junit.jupiter.api.Test;

class MemoryStallTest {
    private final Rule rule = new MemoryStall();
    private final FakeHost host = new FakeHost();

    @Test
    void namesWhoHoldsTheMemory() {
        host.pressure("memory", 0.4, 0.2).vmstat("pgmajfault", 900);
        host.process(70, "eater").resident(1_000_000);
        Finding finding = Judged.found(rule, host.watch(5));
        assertEquals(Severity.CRITICAL, finding.severity());
        assertEquals("eater", finding.who().getFirst().name());
        assertTrue(finding.evidence().stream().anyMatch(row -> row.what().equals("pgmajfault")));
    }

    @Test
    void isQuietWhenThePageCacheIsFullAndNobodyStalls() {
        Judged.quiet(rule, host.meminfo("MemAvailable", 100_000).watch(5));
    }

    @Test
    void takesWaitsForReclaimWithoutPressure() {
        host.without("/proc/pressure/memory").vmstat("allocstall_normal", 100);
        Finding finding = Judged.found(rule, host.watch(5));
        assertTrue(finding.evidence().getFirst().source().contains("allocstall"));
        assertTrue(finding.confidence().reason().contains("estimate"));
    }

    @Test
    void cannotTellWithNeitherPressureNorReclaims() {
        host.without("/proc/pressure/memory").without("/proc/vmstat");
        assertTrue(Judged.notMeasurable(rule, host.watch(2)).contains("/proc/pressure/memory"));
    }
}
