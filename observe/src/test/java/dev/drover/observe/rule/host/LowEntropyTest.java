package dev.drover.observe.rule.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.observe.fixture.FakeHost;
import dev.drover.observe.rule.Judged;
import dev.drover.observe.rule.Rule;
import org.junit.jupiter.api.Test;

class LowEntropyTest {
    private final Rule rule = new LowEntropy();
    private final FakeHost host = new FakeHost();

    private static final String FILE = "/proc/sys/kernel/random/entropy_avail";

    private FakeHost kernel(String release, int bits) {
        return host.file("/proc/sys/kernel/osrelease", release + "\n").file(FILE, bits + "\n");
    }

    @Test
    void namesWhoWaitsForRandomNumbers() {
        host.process(80, "gpg").stuck("wait_for_random_bytes", 5);
        assertEquals(
                "gpg",
                Judged.found(rule, kernel("4.19.0", 12).watch(3))
                        .who()
                        .getFirst()
                        .name());
    }

    @Test
    void callsBusyLittleEntropyThatNobodyWaitsFor() {
        Judged.busy(rule, kernel("4.19.0", 12).watch(3));
    }

    @Test
    void isQuietWithEnough() {
        Judged.quiet(rule, kernel("4.19.0", 3000).watch(3));
    }

    @Test
    void isDeadOnNewKernels() {
        assertTrue(Judged.notApplicable(rule, kernel("6.1.0", 256).watch(3)).contains("5.18"));
        assertTrue(Judged.notApplicable(rule, kernel("5.10.150", 256).watch(3)).contains("256"));
    }

    @Test
    void cannotTellWithoutTheFile() {
        Judged.notMeasurable(rule, host.watch(3));
    }
}
