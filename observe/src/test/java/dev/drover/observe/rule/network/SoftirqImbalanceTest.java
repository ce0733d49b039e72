package dev.drover.observe.rule.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.observe.fixture.FakeHost;
import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.Judged;
import dev.drover.observe.rule.Rule;
import org.junit.jupiter.api.Test;

class SoftirqImbalanceTest {
    private static final String STAT = "/proc/stat";
    private static final String SOFTIRQS = "/proc/softirqs";

    private final Rule rule = new SoftirqImbalance();
    private final FakeHost host = new FakeHost();

    /** A second in which CPU 0 and CPU 1 spent so many of 100 ticks on softirqs and took up so many packets. */
    private FakeHost second(int second, int first, int other, int firstPackets, int otherPackets) {
        host.file(
                STAT,
                "cpu  0 0 0 " + second * (200 - first - other) + " 0 0 " + second * (first + other)
                        + " 0 0 0\ncpu0 0 0 0 "
                        + second * (100 - first) + " 0 0 " + second * first + " 0 0 0\ncpu1 0 0 0 "
                        + second * (100 - other) + " 0 0 " + second * other + " 0 0 0\nctxt 1\n");
        host.file(
                "/proc/net/softnet_stat",
                String.format("%08x 0 0\n%08x 0 0\n", second * firstPackets, second * otherPackets));
        return host.file(
                SOFTIRQS,
                "        CPU0       CPU1\n  HI:  0 0\n  NET_RX:   " + second * firstPackets + "   "
                        + second * otherPackets + "\n");
    }

    private FakeHost seconds(int first, int other, int firstPackets, int otherPackets) {
        for (int i = 1; i < 6; i++) {
            second(i, first, other, firstPackets, otherPackets).pass(1);
        }
        return host;
    }

    @Test
    void namesTheCpuThatHasNoTimeLeft() {
        Finding finding = Judged.found(rule, seconds(97, 5, 100_000, 100).window());
        assertEquals("0", finding.who().getFirst().name());
        assertEquals(0.97, finding.magnitude(), 0.01);
    }

    /** The kernel hands softirqs over to a thread of its own when there are many, and counts that as the thread's time. */
    @Test
    void countsTheThreadThatGoesOnWithSoftirqs() {
        host.process(14, "ksoftirqd/0").kernel().cpu(0.9, 0);
        for (int i = 1; i < 6; i++) {
            second(i, 8, 1, 60_000, 40_000);
            host.file(
                    STAT,
                    "cpu  0 0 " + 90 * i + " " + 101 * i + " 0 0 " + 9 * i + " 0 0 0\ncpu0 0 0 " + 90 * i + " " + 2 * i
                            + " 0 0 " + 8 * i + " 0 0 0\ncpu1 0 0 0 " + 99 * i + " 0 0 " + i + " 0 0 0\nctxt 1\n");
            host.pass(1);
        }
        assertEquals(0.98, Judged.found(rule, host.window()).magnitude(), 0.02);
    }

    /** Block devices have softirqs, too. */
    @Test
    void leavesOutTimeWithoutPackets() {
        Judged.quiet(rule, seconds(97, 5, 60, 40).window());
    }

    @Test
    void callsBusyACpuThatHasTimeLeft() {
        Judged.busy(rule, seconds(70, 5, 100_000, 100).window());
    }

    @Test
    void isQuietWhenTheWorkIsSpread() {
        Judged.quiet(rule, seconds(97, 97, 100_000, 90_000).window());
    }

    @Test
    void needsTwoCpus() {
        host.file(STAT, "cpu  0 0 0 1 0 0 0 0\ncpu0 0 0 0 1 0 0 0 0\n");
        assertTrue(Judged.notApplicable(rule, host.watch(2)).contains("one CPU"));
    }

    @Test
    void saysWhichFileIsMissing() {
        assertTrue(Judged.notMeasurable(rule, host.without(SOFTIRQS).watch(2)).startsWith(SOFTIRQS));
    }
}
