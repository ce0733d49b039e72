package dev.drover.observe.rule.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.drover.observe.fixture.FakeHost;
import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.Judged;
import dev.drover.observe.rule.Rule;
import dev.drover.observe.rule.Severity;
import dev.drover.observe.rule.Who;
import org.junit.jupiter.api.Test;

class FdLimitTest {
    private final Rule rule = new FdLimit();
    private final FakeHost host = new FakeHost();

    @Test
    void namesTheProcessThatHasNoneLeft() {
        host.process(90, "leaker").descriptors(1024, 1024);
        Finding finding = Judged.found(rule, host.watch(2));
        assertEquals(Severity.CRITICAL, finding.severity());
        assertEquals(Who.process("leaker", 90, ""), finding.who().getFirst());
    }

    @Test
    void warnsOfAHostThatIsNearlyFull() {
        Finding finding = Judged.found(
                rule, host.file("/proc/sys/fs/file-nr", "80000\t0\t100000\n").watch(2));
        assertEquals(Severity.WARNING, finding.severity());
        assertEquals(Who.Kind.HOST, finding.who().getFirst().kind());
    }

    @Test
    void isQuietWhileSomeAreLeft() {
        host.process(90, "proxy").descriptors(900, 1024);
        Judged.quiet(rule, host.watch(2));
    }
}
