package dev.drover.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.lab.fault.Fault;
import dev.drover.lab.victim.Felt;
import dev.drover.observe.rule.Confidence;
import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.Severity;
import dev.drover.observe.verdict.Diagnosis;
import dev.drover.observe.verdict.Rules;
import dev.drover.observe.verdict.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What counts, and how it is counted. */
class ScoreTest {
    private static final Felt WELL = new Felt(500, 0, 1, 5);
    private static final Felt BADLY = new Felt(500, 0, 50, 500);

    @Test
    void countsAFaultOnlyIfTheVictimSuffered() {
        assertTrue(ran("cpu-hog", BADLY, List.of(), "cpu-run-queue").counts());
        assertFalse(ran("cpu-hog", WELL, List.of(), "cpu-run-queue").counts());
    }

    @Test
    void countsAControlOnlyIfNobodySuffered() {
        assertTrue(ran("idle", WELL, List.of()).counts());
        assertFalse(ran("idle", BADLY, List.of()).counts());
    }

    @Test
    void doesNotCountWhatWasThereBefore() {
        assertFalse(
                ran("cpu-hog", BADLY, List.of("cpu-run-queue"), "cpu-run-queue").counts());
    }

    @Test
    void takesTheNoiseOfTheMachineOutOfTheRank() {
        assertEquals(
                1,
                ran("accept-queue", BADLY, List.of("cpu-run-queue"), "cpu-run-queue", "listen-overflow")
                        .rank());
        assertEquals(
                2,
                ran("accept-queue", BADLY, List.of(), "cpu-run-queue", "listen-overflow")
                        .rank());
        assertEquals(0, ran("accept-queue", BADLY, List.of(), "cpu-run-queue").rank());
    }

    @Test
    void seesThatErrorsAreWorse() {
        assertTrue(new Felt(500, 50, 1, 5).worseThan(WELL));
        assertFalse(new Felt(500, 2, 1, 20).worseThan(WELL));
    }

    @Test
    void keepsWhatNoCounterTellsApart() {
        Score score = Score.of(List.of(
                ran("lock-convoy", BADLY, List.of()),
                ran("slow-upstream", BADLY, List.of(), "cpu-run-queue"),
                ran("slow-upstream", WELL, List.of())));
        assertEquals(0, score.faults());
        assertEquals(0, score.controls());
        assertEquals(2, score.hidden());
        assertEquals(1, score.misled());
        assertEquals(1, score.uncounted());
    }

    @Test
    void sumsUpWhatCounts() {
        Score score = Score.of(List.of(
                ran("cpu-hog", BADLY, List.of(), "cpu-run-queue"),
                ran("accept-queue", BADLY, List.of(), "cpu-run-queue", "listen-overflow"),
                ran("cpu-hog", WELL, List.of()),
                ran("idle", WELL, List.of(), "cpu-run-queue"),
                new Result.Skipped(one("idle"), "why not")));
        assertEquals(2, score.faults());
        assertEquals(1, score.first());
        assertEquals(2, score.three());
        assertEquals(1, score.controls());
        assertEquals(1, score.falseVerdicts());
        assertEquals(1, score.uncounted());
    }

    private static Case one(String fault) {
        Fault found = Faults.byId(fault).orElseThrow();
        return new Case(found, 2, 1);
    }

    private static Result.Ran ran(String fault, Felt during, List<String> background, String... named) {
        List<Verdict.Cause> causes = Stream.of(named).map(ScoreTest::cause).toList();
        Verdict verdict = causes.isEmpty() ? new Verdict.Healthy() : new Verdict.Bottleneck(causes);
        return new Result.Ran(
                one(fault),
                one(fault).fault().facts().expected(),
                WELL,
                during,
                background,
                new Diagnosis(verdict, List.of()),
                true,
                OptionalInt.of(2));
    }

    private static Verdict.Cause cause(String rule) {
        var finding = new Finding(
                rule, Severity.WARNING, new Confidence(1, "made up"), "", List.of(), List.of(), Instant.EPOCH, 0.5);
        return new Verdict.Cause(Rules.byId(rule).orElseThrow().facts(), finding, List.of());
    }
}
