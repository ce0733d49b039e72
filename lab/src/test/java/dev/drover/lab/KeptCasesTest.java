package dev.drover.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.lab.fault.FaultFacts;
import dev.drover.observe.recording.Recording;
import dev.drover.observe.sample.Sample;
import dev.drover.observe.sample.Sampler;
import dev.drover.observe.sample.Window;
import dev.drover.observe.verdict.Diagnosis;
import dev.drover.observe.verdict.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Recordings of real faults, made by {@code drover lab faults --keep}, that the doctor names rightly and has to go on naming rightly.
 * Their names are those of cases: fault, intensity, seed.
 */
class KeptCasesTest {
    private static final Path CASES = Path.of("src/test/cases");

    static List<Path> kept() throws IOException {
        try (Stream<Path> files = Files.list(CASES)) {
            List<Path> all =
                    files.filter(f -> f.toString().endsWith(".drec")).sorted().toList();
            assertFalse(all.isEmpty(), "no recordings in " + CASES);
            return all;
        }
    }

    @ParameterizedTest
    @MethodSource("kept")
    void namesTheCauseFirst(Path file) throws IOException {
        FaultFacts fault = fault(file);
        var said = new ArrayList<>(said(file));
        said.removeIf(
                rule -> !fault.expected().contains(rule) && background(file).contains(rule));
        if (fault.control()) {
            assertEquals(List.of(), said, "nobody suffered");
        } else {
            assertTrue(
                    !said.isEmpty() && fault.expected().contains(said.getFirst()),
                    () -> "said " + said + ", not one of " + fault.expected());
        }
    }

    /** What the doctor said of the machine before the fault: the recording holds that, too. */
    private static List<String> background(Path file) {
        Path beside = Path.of(file.toString().replaceAll("\\.drec$", ".background"));
        try {
            return Files.exists(beside) ? Files.readAllLines(beside) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FaultFacts fault(Path file) {
        String id = file.getFileName().toString().replaceAll("-\\d+-\\d+\\.drec$", "");
        return Faults.byId(id)
                .orElseThrow(() -> new AssertionError("no fault " + id))
                .facts();
    }

    private static List<String> said(Path file) throws IOException {
        var samples = new ArrayList<Sample>();
        try (var recording = new Recording(Files.newInputStream(file))) {
            var sampler = new Sampler(recording, recording.ticker());
            while (recording.next()) {
                samples.add(sampler.take());
            }
        }
        return Diagnosis.of(new Window(samples)).verdict() instanceof Verdict.Bottleneck(List<Verdict.Cause> causes)
                ? causes.stream().map(c -> c.rule().id()).toList()
                : List.of();
    }
}
