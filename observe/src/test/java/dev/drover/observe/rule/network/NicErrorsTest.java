package dev.drover.observe.rule.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.observe.fixture.FakeHost;
import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.Judged;
import dev.drover.observe.rule.Rule;
import dev.drover.observe.rule.Severity;
import dev.drover.testkit.FakeTime;
import org.junit.jupiter.api.Test;

class NicErrorsTest {
    private final Rule rule = new NicErrors();
    private final FakeHost host = new FakeHost();
    private final FakeNic nic = new FakeNic(host);

    @Test
    void namesTheInterface() {
        Finding finding =
                Judged.found(rule, nic.received(1000, 900, 100, 0).seconds(5).window());
        assertEquals("eth0", finding.who().getFirst().name());
        assertEquals(Severity.CRITICAL, finding.severity());
        assertEquals(FakeTime.START, finding.onset());
    }

    @Test
    void warnsOfManyErrorsAmongManyMorePackets() {
        assertEquals(
                Severity.WARNING,
                Judged.found(rule, nic.received(1000, 100_000, 20, 0).seconds(5).window())
                        .severity());
    }

    @Test
    void isQuietWithoutErrors() {
        Judged.quiet(rule, nic.received(1000, 900, 0, 0).seconds(5).window());
    }

    @Test
    void saysWhichFileIsMissing() {
        assertTrue(Judged.notMeasurable(rule, host.without("/proc/net/dev").watch(2))
                .startsWith("/proc/net/dev"));
    }
}
