package dev.drover.lab;

import dev.drover.lab.victim.Felt;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The notes of a case as text: a head, then a line {@code KEY: VALUE} each, in any order.
 *
 * <pre>
 * drover case 1
 * fault: cpu-hog
 * intensity: 2
 * seed: 4711
 * expected: cpu-run-queue
 * drawn: 5 12
 * when: 2026-05-30T14:05:09Z
 * kernel: 6.1.0
 * cpus: 2
 * drover: 0.1.0
 * before: 250 requests, 0 errors, p50 1.2 ms, p99 5.5 ms
 * during: 500 requests, 3 errors, p50 40.25 ms, p99 320.0 ms
 * background: nothing
 * recovered: yes
 * </pre>
 *
 * <p>A case that was not run has {@code skipped: WHY} instead of the last four. Lists are separated by blanks, an empty one is
 * {@code nothing}.
 */
final class CaseText {
    static final String HEAD = "drover case 1";
    static final String NOTHING = "nothing";

    private CaseText() {}

    static String of(CaseNotes notes) {
        var text = new StringBuilder(HEAD).append('\n');
        line(text, "fault", notes.of().fault().facts().id());
        line(text, "intensity", Integer.toString(notes.of().intensity()));
        line(text, "seed", Long.toString(notes.of().seed()));
        line(text, "expected", list(notes.expected()));
        line(text, "drawn", list(notes.drawn()));
        line(text, "when", notes.when().toString());
        line(text, "kernel", oneLine(notes.kernel()));
        line(text, "cpus", Integer.toString(notes.cpus()));
        line(text, "drover", oneLine(notes.drover()));
        switch (notes.course()) {
            case CaseNotes.Course.Skipped(String why) -> line(text, "skipped", oneLine(why));
            case CaseNotes.Course.Ran ran -> {
                line(text, "before", felt(ran.before()));
                line(text, "during", felt(ran.during()));
                line(text, "background", list(ran.background()));
                line(text, "recovered", ran.recovered() ? "yes" : "no");
            }
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String key, String value) {
        text.append(key).append(": ").append(value).append('\n');
    }

    private static String list(List<?> values) {
        return values.isEmpty()
                ? NOTHING
                : values.stream().map(Object::toString).collect(Collectors.joining(" "));
    }

    private static String oneLine(String value) {
        String line = value.replaceAll("\\s+", " ").strip();
        return line.isEmpty() ? "unknown" : line;
    }

    /** Whole, so that a score made of it is the same. */
    private static String felt(Felt felt) {
        return String.format(
                Locale.ROOT,
                "%d requests, %d errors, p50 %s ms, p99 %s ms",
                felt.requests(),
                felt.errors(),
                Double.toString(felt.p50()),
                Double.toString(felt.p99()));
    }
}
