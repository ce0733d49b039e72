package dev.drover.observe.rule.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.drover.observe.fixture.FakeHost;
import dev.drover.observe.rule.Judged;
import dev.drover.observe.rule.Rule;
import dev.drover.observe.rule.Severity;
import org.junit.jupiter.api.Test;

class MemoryFaultTest {
    private final Rule rule = new MemoryFault();
    private final FakeHost host = new FakeHost();

    private static final String FOLDER = "/sys/devices/system/edac/mc/mc0/";

    private FakeHost errors(int corrected, int uncorrected) {
        return host.file(FOLDER + "ce_count", corrected + "\n").file(FOLDER + "ue_count", uncorrected + "\n");
    }

    @Test
    void findsErrorsAsTheyHappen() {
        errors(5, 0).pass(2);
        assertEquals(
                4,
                Judged.found(rule, errors(9, 0).pass(2).window())
                        .evidence()
                        .getFirst()
                        .value());
    }

    @Test
    void findsLostDataWhenever() {
        assertEquals(
                Severity.CRITICAL, Judged.found(rule, errors(0, 1).watch(3)).severity());
    }

    @Test
    void callsBusyOldErrorsThatWereCorrected() {
        Judged.busy(rule, errors(5, 0).watch(3));
    }

    @Test
    void isQuietWithoutErrors() {
        Judged.quiet(rule, errors(0, 0).watch(3));
    }

    @Test
    void doesNotApplyWithoutEcc() {
        Judged.notApplicable(rule, host.watch(3));
    }
}
