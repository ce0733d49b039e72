package dev.drover.observe.sysstat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.Outcome;
import dev.drover.observe.sample.Sample;
import dev.drover.observe.sample.Sampler;
import dev.drover.observe.sample.Window;
import dev.drover.observe.verdict.Diagnosis;
import dev.drover.observe.verdict.Verdict;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What sysstat 12.6 recorded of a host of two CPUs under load ({@code sadc -S XALL}, then {@code sadf -j FILE -- -A}). */
class RecordedLoadTest {
    private static String text(String name) throws IOException {
        try (var in = SadfText.recorded(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Window window(String text) throws IOException {
        try (var data = new SysstatData(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))) {
            var sampler = new Sampler(data, data.ticker());
            List<Sample> samples = new ArrayList<>();
            while (data.next()) {
                samples.add(sampler.take());
            }
            return new Window(samples);
        }
    }

    private static Verdict.Cause cause(Window window) {
        Verdict verdict = Diagnosis.of(window).verdict();
        return assertInstanceOf(Verdict.Bottleneck.class, verdict).causes().getFirst();
    }

    /** {@code stress-ng --cpu 5}. */
    @Test
    void namesTheCpusUnderAHog() throws IOException {
        Verdict.Cause cause = cause(window(text("cpu-hog.json.gz")));
        assertEquals("cpu-run-queue", cause.rule().id());
        assertTrue(
                cause.finding().who().toString().contains("sysstat does not record processes"),
                () -> cause.finding().who().toString());
    }

    /** {@code fio --rw=write --bs=1m --iodepth=64 --numjobs=2 --direct=1}. */
    @Test
    void namesTheDiskUnderAWriter() throws IOException {
        Verdict.Cause cause = cause(window(text("disk-writer.json.gz")));
        assertEquals("disk-queueing", cause.rule().id());
        assertEquals("vda", cause.finding().who().getFirst().name());
    }

    @Test
    void isLessSureOfAveragesOverMinutes() throws IOException {
        String text = text("cpu-hog.json.gz");
        Finding fine = cause(window(text)).finding();
        int end = text.indexOf("},\n\t\t\t\t{\n");
        String first = text.substring(0, end) + "}]}]}}";
        Finding coarse = cause(window(first.replace("\"interval\": 2", "\"interval\": 600")))
                .finding();
        assertEquals(fine.headline(), coarse.headline());
        assertEquals(0.8 * fine.confidence().value(), coarse.confidence().value(), 1e-9);
        assertTrue(coarse.confidence().reason().contains("600 s apart"), coarse.confidence()::reason);
    }

    /** The run queue says that tasks were ready; how long they waited only pressure tells. */
    @Test
    void isLessSureWithoutPressure() throws IOException {
        Finding finding = cause(window(text("cpu-hog.json.gz").replace("\"psi\"", "\"none\"")))
                .finding();
        assertEquals("cpu-run-queue", finding.rule());
        assertTrue(finding.confidence().reason().contains("estimate"), finding.confidence()::toString);
    }

    /** Of memory sysstat of an older kernel tells nothing that shows waiting. */
    @Test
    void cannotCallMemoryHealthyWithoutPressure() throws IOException {
        Diagnosis diagnosis = Diagnosis.of(window(text("cpu-hog.json.gz").replace("\"psi\"", "\"none\"")));
        assertTrue(
                diagnosis.judgements().stream()
                        .anyMatch(j -> j.rule().id().equals("memory-stall")
                                && j.outcome() instanceof Outcome.NotMeasurable(String why)
                                && why.contains("sysstat recorded no pressure")),
                diagnosis::toString);
    }
}
