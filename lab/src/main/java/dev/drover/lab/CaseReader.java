package dev.drover.lab;

import dev.drover.lab.fault.Fault;
import dev.drover.lab.victim.Felt;
import dev.drover.observe.verdict.Rules;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the text of {@link CaseText} strictly: whatever is wrong is told with its place, all of it at once. */
final class CaseReader {
    private static final List<String> ALWAYS =
            List.of("fault", "intensity", "seed", "expected", "drawn", "when", "kernel", "cpus", "drover");
    private static final List<String> RAN = List.of("before", "during", "background", "recovered");
    private static final String SKIPPED = "skipped";
    private static final Pattern LINE = Pattern.compile("([a-z]+): (\\S|\\S.*\\S)");
    private static final Pattern FELT =
            Pattern.compile("(\\d{1,9}) requests, (\\d{1,9}) errors, p50 ([0-9][0-9.E-]*) ms, p99 ([0-9][0-9.E-]*) ms");
    private static final String FELT_FORM = "N requests, N errors, p50 N ms, p99 N ms";

    private record Line(int number, int column, String value) {}

    private final Path file;
    private final List<String> problems;
    private final Map<String, Line> lines = new LinkedHashMap<>();

    private CaseReader(Path file, List<String> problems) {
        this.file = file;
        this.problems = problems;
    }

    /** The notes; empty if there is a problem, which is added to those. */
    static Optional<CaseNotes> read(Path file, String text, List<String> problems) {
        var mine = new ArrayList<String>();
        Optional<CaseNotes> notes = new CaseReader(file, mine).read(text);
        problems.addAll(mine);
        return mine.isEmpty() ? notes : Optional.empty();
    }

    private Optional<CaseNotes> read(String text) {
        List<String> all = text.lines().toList();
        if (all.isEmpty() || !all.getFirst().equals(CaseText.HEAD)) {
            problem(
                    1,
                    1,
                    "this is no case (expected: " + CaseText.HEAD + ")",
                    "keep cases by drover lab faults --keep");
            return Optional.empty();
        }
        for (int i = 1; i < all.size(); i++) {
            line(i + 1, all.get(i));
        }
        boolean skipped = lines.containsKey(SKIPPED);
        expect(ALWAYS);
        if (skipped) {
            RAN.forEach(key -> refuse(key, "stands beside skipped", "take one of them away"));
        } else {
            expect(RAN);
        }
        return notes(skipped);
    }

    private void line(int number, String text) {
        Matcher line = LINE.matcher(text);
        if (!line.matches()) {
            problem(number, 1, "\"" + shortened(text) + "\" (expected: KEY: VALUE)", "write a line such as seed: 7");
            return;
        }
        String key = line.group(1);
        if (!ALWAYS.contains(key) && !RAN.contains(key) && !key.equals(SKIPPED)) {
            problem(number, 1, key + ": unknown (expected: " + known() + ")", "take the line away");
        } else if (lines.containsKey(key)) {
            problem(number, 1, key + ": a second time", "keep one of lines " + lines.get(key).number + ", " + number);
        } else {
            lines.put(key, new Line(number, line.start(2) + 1, line.group(2)));
        }
    }

    private static String known() {
        return String.join(", ", ALWAYS) + ", " + String.join(", ", RAN) + ", " + SKIPPED;
    }

    private void expect(List<String> keys) {
        for (String key : keys) {
            if (!lines.containsKey(key)) {
                problem(1, 1, key + ": missing", "add a line " + key + ": ...");
            }
        }
    }

    private void refuse(String key, String why, String fix) {
        Line line = lines.get(key);
        if (line != null) {
            problem(line.number, 1, key + ": " + why, fix);
        }
    }

    private Optional<CaseNotes> notes(boolean skipped) {
        Optional<Fault> fault = get("fault", "the name of a fault", Faults::byId);
        Optional<Long> intensity = get("intensity", "1, 2 or 3", v -> number(v).filter(n -> n >= 1 && n <= 3));
        Optional<Long> seed = get("seed", "a whole number", CaseReader::number);
        Optional<List<String>> expected = get("expected", "ids of rules, or nothing", CaseReader::rules);
        Optional<List<Long>> drawn = get("drawn", "whole numbers, or nothing", CaseReader::numbers);
        Optional<Instant> when = get("when", "a time such as 2026-05-30T14:05:09Z", CaseReader::time);
        Optional<Long> cpus =
                get("cpus", "a whole number from 1", v -> number(v).filter(n -> n >= 1 && n <= 1_000_000));
        Optional<CaseNotes.Course> course = skipped ? skipped() : ran();
        if (!problems.isEmpty()) {
            return Optional.empty();
        }
        var of = new Case(fault.orElseThrow(), Math.toIntExact(intensity.orElseThrow()), seed.orElseThrow());
        named(of);
        return Optional.of(new CaseNotes(
                of,
                expected.orElseThrow(),
                drawn.orElseThrow(),
                when.orElseThrow(),
                value("kernel"),
                Math.toIntExact(cpus.orElseThrow()),
                value("drover"),
                course.orElseThrow()));
    }

    /** A file that was renamed would be scored as what it is not. */
    private void named(Case of) {
        String name = String.valueOf(file.getFileName());
        if (!name.equals(of.name() + Keeping.NOTES)) {
            problem(
                    2,
                    1,
                    "this is " + of.name() + " (expected: the case that the file is named by)",
                    "name it " + of.name() + Keeping.NOTES);
        }
    }

    private Optional<CaseNotes.Course> skipped() {
        return Optional.of(new CaseNotes.Course.Skipped(value(SKIPPED)));
    }

    private Optional<CaseNotes.Course> ran() {
        Optional<Felt> before = get("before", FELT_FORM, CaseReader::felt);
        Optional<Felt> during = get("during", FELT_FORM, CaseReader::felt);
        Optional<List<String>> background = get("background", "ids of rules, or nothing", CaseReader::rules);
        Optional<Boolean> recovered = get(
                "recovered",
                "yes or no",
                v -> v.equals("yes") || v.equals("no") ? Optional.of(v.equals("yes")) : Optional.empty());
        return before.flatMap(b ->
                during.flatMap(d -> background.flatMap(g -> recovered.map(r -> new CaseNotes.Course.Ran(b, d, g, r)))));
    }

    private String value(String key) {
        Line line = lines.get(key);
        return line == null ? "" : line.value;
    }

    private <T> Optional<T> get(String key, String expected, Function<String, Optional<T>> parse) {
        Line line = lines.get(key);
        if (line == null) {
            return Optional.empty();
        }
        Optional<T> value = parse.apply(line.value);
        if (value.isEmpty()) {
            problem(
                    line.number,
                    line.column,
                    key + ": " + shortened(line.value) + " (expected: " + expected + ")",
                    "write it as drover lab faults --keep does; see docs/lab.md");
        }
        return value;
    }

    private static Optional<Long> number(String text) {
        return text.matches("-?\\d{1,19}") ? parsed(text) : Optional.empty();
    }

    private static Optional<Long> parsed(String digits) {
        try {
            return Optional.of(Long.parseLong(digits));
        } catch (NumberFormatException e) {
            return Optional.empty(); // more than 64 bits
        }
    }

    private static Optional<List<Long>> numbers(String text) {
        return list(text, CaseReader::number);
    }

    private static Optional<List<String>> rules(String text) {
        return list(text, id -> Rules.byId(id).map(rule -> id));
    }

    private static <T> Optional<List<T>> list(String text, Function<String, Optional<T>> parse) {
        if (text.equals(CaseText.NOTHING)) {
            return Optional.of(List.of());
        }
        var values = new ArrayList<T>();
        for (String word : text.split(" ", -1)) {
            Optional<T> value = parse.apply(word);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            values.add(value.get());
        }
        return Optional.of(values);
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static Optional<Felt> felt(String text) {
        Matcher felt = FELT.matcher(text);
        if (!felt.matches()) {
            return Optional.empty();
        }
        try {
            var value = new Felt(
                    Integer.parseInt(felt.group(1)),
                    Integer.parseInt(felt.group(2)),
                    Double.parseDouble(felt.group(3)),
                    Double.parseDouble(felt.group(4)));
            return value.errors() <= value.requests() ? Optional.of(value) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static String shortened(String text) {
        return text.length() > 60 ? text.substring(0, 60) + "..." : text;
    }

    private void problem(int line, int column, String what, String fix) {
        problems.add(file + ":" + line + ":" + column + ": " + what + "\n  fix: " + fix);
    }
}
