package dev.drover.observe.rule.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.observe.fixture.FakeHost;
import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.Judged;
import dev.drover.observe.rule.Rule;
import dev.drover.observe.rule.Severity;
import org.junit.jupiter.api.Test;

class QdiscDropsTest {
    private static final String FILE = "/drover/qdiscs";

    private final Rule rule = new QdiscDrops();
    private final FakeHost host = new FakeHost();

    private FakeHost seconds(int bytes, int drops, int overlimits, int waiting) {
        for (int i = 0; i < 6; i++) {
            host.file(
                    FILE,
                    "lo noqueue 0: 0 0 0 0 0 0\neth0 tbf 8001: " + i * bytes + " " + i * 1000 + " " + i * drops + " "
                            + i * overlimits + " 10 " + waiting + "\n");
            host.pass(i == 0 ? 0 : 1);
        }
        return host;
    }

    @Test
    void findsPacketsThatWaitForTheirTurn() {
        Finding finding = Judged.found(rule, seconds(1_250_000, 0, 100, 125_000).window());
        assertEquals("eth0", finding.who().getFirst().name());
        assertEquals(100, finding.evidence().getFirst().value(), 0.1);
    }

    @Test
    void findsPacketsThatAreDropped() {
        assertEquals(
                Severity.CRITICAL,
                Judged.found(rule, seconds(1_250_000, 200, 0, 0).window()).severity());
    }

    @Test
    void isQuietWhenThePacketsLeaveSoon() {
        Judged.quiet(rule, seconds(125_000_000, 0, 100, 125_000).window());
    }

    @Test
    void isQuietWhenOneOfThousandsIsDropped() {
        Judged.quiet(rule, seconds(1_250_000, 2, 0, 0).window());
    }

    @Test
    void saysWhichFileIsMissing() {
        assertTrue(Judged.notMeasurable(rule, host.without(FILE).watch(2)).startsWith(FILE));
    }
}
