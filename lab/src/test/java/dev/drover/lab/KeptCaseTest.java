package dev.drover.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.lab.victim.Felt;
import dev.drover.observe.recording.Recorder;
import dev.drover.observe.recording.Recording;
import dev.drover.observe.sample.Sample;
import dev.drover.observe.sample.Sampler;
import dev.drover.observe.sample.Window;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cases that are kept: written, read strictly, and judged again as when they were run. */
class KeptCaseTest {
    private static final Case CPU_HOG = new Case(Faults.byId("cpu-hog").orElseThrow(), 2, 1);
    private static final CaseNotes.Course.Ran COURSE = new CaseNotes.Course.Ran(
            new Felt(250, 0, 1.0 / 3, 5.5), new Felt(500, 3, 40.25, 320.125), List.of("scheduler-delay"), true);

    @TempDir
    private Path folder;

    private static CaseNotes notes(CaseNotes.Course course) {
        return new CaseNotes(
                CPU_HOG,
                List.of("cpu-run-queue"),
                List.of(5L, 12L),
                Instant.parse("2026-05-30T14:05:09.250Z"),
                "6.1.0 odd",
                2,
                "0.1.0",
                course);
    }

    @Test
    void readsWhatItWrote() throws IOException {
        new Keeping(folder, "0.1.0").write(notes(COURSE));
        assertEquals(List.of(new KeptCase(folder, notes(COURSE))), KeptCase.in(folder));
    }

    @Test
    void keepsWhyACaseWasNotRun() throws IOException {
        new Keeping(folder, "0.1.0").write(notes(new CaseNotes.Course.Skipped("broke:\nno space")));
        assertEquals(List.of(new Result.Skipped(CPU_HOG, "broke: no space")), KeptCase.results(KeptCase.in(folder)));
    }

    @Test
    void judgesAsWhenItWasRun() throws IOException {
        var keeping = new Keeping(folder, "0.1.0");
        Path real = KeptCasesTest.CASES.resolve("cpu-hog-2-821450803.drec");
        Result.Ran run;
        try (OutputStream out = keeping.during(CPU_HOG)) {
            run = Result.Ran.judged(notes(COURSE), COURSE, COURSE.background(), recorded(real, out));
        }
        keeping.write(notes(COURSE));
        Result.Ran again = assertInstanceOf(
                Result.Ran.class, KeptCase.in(folder).getFirst().result());
        assertEquals(run.causes(), again.causes());
        assertEquals(run.rank(), again.rank());
        assertEquals(run.seconds(), again.seconds());
        assertEquals(run.counts(), again.counts());
        assertTrue(run.rank() == 1 && run.seconds().isPresent(), () -> "said " + run.causes());
    }

    @Test
    void takesTheBackgroundFromWhatWasRecordedBefore() throws IOException {
        var keeping = new Keeping(folder, "0.1.0");
        Path real = KeptCasesTest.CASES.resolve("cpu-hog-2-821450803.drec");
        try (OutputStream before = keeping.before(CPU_HOG);
                OutputStream during = keeping.during(CPU_HOG)) {
            recorded(real, before);
            recorded(real, during);
        }
        keeping.write(notes(COURSE));
        Result.Ran again = assertInstanceOf(
                Result.Ran.class, KeptCase.in(folder).getFirst().result());
        assertTrue(again.background().contains("cpu-run-queue"), again.background()::toString);
        assertTrue(again.wasThereBefore());
    }

    /** Samples a recording as a laboratory samples a machine, and writes down what is read. */
    private static Window recorded(Path real, OutputStream out) throws IOException {
        var samples = new ArrayList<Sample>();
        try (var recording = new Recording(Files.newInputStream(real));
                var recorder = new Recorder(recording, out)) {
            var sampler = new Sampler(recorder, recording.ticker());
            while (recording.next()) {
                samples.add(sampler.take());
                recorder.endFrame();
            }
            recorder.flush();
        }
        return new Window(samples);
    }

    @Test
    void tellsAllThatIsWrongAtOnceWithItsPlace() throws IOException {
        Files.writeString(folder.resolve("cpu-hog-2-1.case"), """
                drover case 1
                fault: gremlins
                intensity: 4
                seed: 99999999999999999999
                seed: 2
                colour: red
                expected: cpu-run-queue no-such-rule
                when: yesterday
                kernel: 6.1
                cpus: 0
                drover 0.1.0
                before: 250 requests, 251 errors, p50 1 ms, p99 2 ms
                during: fine
                recovered: perhaps
                """);
        Files.writeString(folder.resolve("other.case"), "hello\n");
        String said = assertThrows(BadCases.class, () -> KeptCase.in(folder)).getMessage();
        for (String expected : List.of(
                "cpu-hog-2-1.case:2:8: fault: gremlins (expected: the name of a fault)",
                ":3:12: intensity: 4 (expected: 1, 2 or 3)",
                ":4:7: seed: 99999999999999999999 (expected: a whole number)",
                ":5:1: seed: a second time",
                ":6:1: colour: unknown (expected: fault,",
                ":7:11: expected: cpu-run-queue no-such-rule (expected: ids of rules, or nothing)",
                ":8:7: when: yesterday",
                ":10:7: cpus: 0",
                ":11:1: \"drover 0.1.0\" (expected: KEY: VALUE)",
                ":12:9: before: 250 requests, 251 errors",
                ":13:9: during: fine",
                ":14:12: recovered: perhaps (expected: yes or no)",
                ":1:1: drawn: missing",
                ":1:1: background: missing",
                "other.case:1:1: this is no case (expected: drover case 1)")) {
            assertTrue(said.contains(expected), () -> expected + " is not in\n" + said);
        }
        assertTrue(said.contains("\n  fix: "), said);
    }

    @Property(tries = 300)
    void neverThrowsWhateverTheText(@ForAll("texts") String text) {
        var problems = new ArrayList<String>();
        boolean read =
                CaseReader.read(Path.of("cpu-hog-2-1.case"), text, problems).isPresent();
        assertEquals(read, problems.isEmpty(), text);
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> words = Arbitraries.of(
                        "fault",
                        "seed",
                        "expected",
                        "drawn",
                        "when",
                        "before",
                        "background",
                        "skipped",
                        ": ",
                        "\n",
                        "nothing",
                        "1",
                        "9999999999999999999",
                        "-",
                        "p50 1E999 ms",
                        "1 requests, 1 errors, p50 1-1 ms, p99 E ms",
                        "cpu-hog")
                .list()
                .ofMaxSize(40)
                .map(list -> CaseText.HEAD + "\n" + String.join("", list));
        return Arbitraries.oneOf(words, Arbitraries.strings());
    }

    @Test
    void refusesACaseUnderAnotherName() throws IOException {
        new Keeping(folder, "0.1.0").write(notes(COURSE));
        Files.move(folder.resolve("cpu-hog-2-1.case"), folder.resolve("idle-1-1.case"));
        String said = assertThrows(BadCases.class, () -> KeptCase.in(folder)).getMessage();
        assertTrue(said.contains("this is cpu-hog-2-1 (expected: the case that the file is named by)"), said);
    }

    @Test
    void refusesNotesOfBothKinds() throws IOException {
        new Keeping(folder, "0.1.0").write(notes(COURSE));
        Path file = folder.resolve("cpu-hog-2-1.case");
        Files.writeString(file, Files.readString(file) + "skipped: no reason\n");
        String said = assertThrows(BadCases.class, () -> KeptCase.in(folder)).getMessage();
        assertTrue(said.contains("before: stands beside skipped"), said);
    }

    @Test
    void namesEveryRecordingThatCannotBePlayed() throws IOException {
        new Keeping(folder, "0.1.0").write(notes(COURSE));
        Files.writeString(folder.resolve("cpu-hog-2-1.drec"), "this is none");
        String said = assertThrows(BadCases.class, () -> KeptCase.results(KeptCase.in(folder)))
                .getMessage();
        assertTrue(said.contains("cpu-hog-2-1.drec: cannot be played: "), said);
    }

    @Test
    void forgetsTheNotesOfACaseThatIsRunAgain() throws IOException {
        var keeping = new Keeping(folder, "0.1.0");
        keeping.write(notes(COURSE));
        keeping.before(CPU_HOG).close();
        String said = assertThrows(BadCases.class, () -> KeptCase.in(folder)).getMessage();
        assertTrue(said.contains("no case is kept here"), said);
    }
}
