package dev.drover.observe.rule.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.observe.fixture.FakeHost;
import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.Judged;
import dev.drover.observe.rule.Rule;
import dev.drover.observe.rule.Severity;
import dev.drover.observe.sample.Sample;
import dev.drover.observe.sample.Window;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClockSkewTest {
    private final Rule rule = new ClockSkew();
    private final FakeHost host = new FakeHost();

    private FakeHost clock(int status, long offset, long most) {
        return host.file(
                "/drover/clock", "state 0\nstatus " + status + "\noffset " + offset + "\nmaxerror " + most + "\n");
    }

    @Test
    void findsAClockThatIsOff() {
        Finding finding = Judged.found(rule, clock(1, 80_000, 100_000).watch(5));
        assertEquals(Severity.WARNING, finding.severity());
        assertEquals(0.08, finding.magnitude(), 0.001);
    }

    @Test
    void countsInNanosecondsIfTheKernelDoes() {
        Judged.quiet(rule, clock(0x2001, 80_000, 100_000).watch(5));
    }

    @Test
    void leavesAClockAloneThatIsPutRight() {
        clock(1, 80_000, 100_000).pass(2);
        Judged.quiet(rule, clock(1, 70_000, 100_000).pass(2).window());
    }

    @Test
    void doesNotBlameAClockThatNobodyKeeps() {
        assertTrue(Judged.quiet(rule, clock(0x40, 0, 16_000_000).watch(5)).why().startsWith("nothing keeps"));
    }

    @Test
    void findsAJump() {
        var start = Instant.parse("2026-01-01T00:00:00Z");
        var window = new Window(List.of(
                new Sample(start, 0, Map.of(), Map.of()),
                new Sample(start.plusMillis(4000), 1_000_000_000, Map.of(), Map.of())));
        Finding finding = Judged.found(rule, window);
        assertEquals(Severity.CRITICAL, finding.severity());
        assertEquals(3, finding.evidence().getFirst().value(), 0.001);
    }

    @Test
    void saysWhatCannotBeRead() {
        assertTrue(Judged.notMeasurable(rule, host.watch(2)).startsWith("/drover/clock"));
    }
}
