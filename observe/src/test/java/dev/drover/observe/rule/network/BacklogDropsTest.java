package dev.drover.observe.rule.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.observe.fixture.FakeHost;
import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.Judged;
import dev.drover.observe.rule.Rule;
import dev.drover.observe.rule.Severity;
import org.junit.jupiter.api.Test;

class BacklogDropsTest {
    private static final String FILE = "/proc/net/softnet_stat";

    private final Rule rule = new BacklogDrops();
    private final FakeHost host = new FakeHost();

    private FakeHost seconds(int dropped) {
        for (int i = 0; i < 6; i++) {
            host.file(FILE, String.format("%08x %08x 0%n%08x %08x 0%n", i * 10_000, 0, i * 10_000, i * dropped))
                    .pass(1);
        }
        return host;
    }

    @Test
    void namesTheCpuWhoseQueueIsFull() {
        Finding finding = Judged.found(rule, seconds(500).window());
        assertEquals(Severity.CRITICAL, finding.severity());
        assertEquals("1", finding.who().getFirst().name());
    }

    @Test
    void warnsOfFewOfMany() {
        assertEquals(Severity.WARNING, Judged.found(rule, seconds(50).window()).severity());
    }

    @Test
    void isQuietWhenHardlyAnyIsDropped() {
        Judged.quiet(rule, seconds(2).window());
    }

    @Test
    void saysWhichFileIsMissing() {
        assertTrue(Judged.notMeasurable(rule, host.without(FILE).watch(2)).startsWith(FILE));
    }
}
