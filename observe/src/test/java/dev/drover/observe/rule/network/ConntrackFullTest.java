package dev.drover.observe.rule.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.observe.fixture.FakeHost;
import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.Judged;
import dev.drover.observe.rule.Rule;
import dev.drover.observe.rule.Severity;
import org.junit.jupiter.api.Test;

class ConntrackFullTest {
    private static final String FOLDER = "/proc/sys/net/netfilter/nf_conntrack_";
    private static final String STATISTICS = "/proc/net/stat/nf_conntrack";

    private final Rule rule = new ConntrackFull();
    private final FakeHost host = new FakeHost();

    private FakeHost seconds(int count, int drops) {
        host.file(FOLDER + "count", count + "\n").file(FOLDER + "max", "1000\n");
        for (int i = 0; i < 6; i++) {
            host.file(STATISTICS, String.format("entries drop early_drop%n%08x %08x 00000000%n", count, i * drops));
            host.pass(i == 0 ? 0 : 1);
        }
        return host;
    }

    @Test
    void findsATableThatDrops() {
        Finding finding = Judged.found(rule, seconds(1000, 20).window());
        assertEquals(Severity.CRITICAL, finding.severity());
        assertEquals(20, finding.evidence().get(1).value(), 0.01);
    }

    @Test
    void warnsOfATableThatIsNearlyFull() {
        assertEquals(
                Severity.WARNING, Judged.found(rule, seconds(970, 0).window()).severity());
    }

    @Test
    void callsManyConnectionsBusy() {
        Judged.busy(rule, seconds(900, 0).window());
    }

    @Test
    void isQuietWhenThereIsRoom() {
        Judged.quiet(rule, seconds(100, 0).window());
    }

    @Test
    void needsConnectionTracking() {
        Judged.notApplicable(rule, host.watch(2));
    }

    @Test
    void saysWhichFileIsMissing() {
        assertTrue(Judged.notMeasurable(rule, host.file(FOLDER + "count", "x").watch(2))
                .startsWith(FOLDER + "count: "));
    }
}
