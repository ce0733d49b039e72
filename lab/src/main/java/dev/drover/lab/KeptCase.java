package dev.drover.lab;

import dev.drover.observe.recording.Recording;
import dev.drover.observe.sample.Sample;
import dev.drover.observe.sample.Sampler;
import dev.drover.observe.sample.Window;
import dev.drover.observe.verdict.Diagnosis;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A case that was kept, to be judged by the rules of today without running anything. */
public record KeptCase(Path folder, CaseNotes notes) {
    /** Those of a folder, by name; refuses all of them if one of their notes is wrong. */
    public static List<KeptCase> in(Path folder) throws IOException {
        var problems = new ArrayList<String>();
        var cases = new ArrayList<KeptCase>();
        for (Path file : files(folder)) {
            text(file, problems)
                    .flatMap(text -> CaseReader.read(file, text, problems))
                    .ifPresent(notes -> cases.add(new KeptCase(folder, notes)));
        }
        if (problems.isEmpty() && cases.isEmpty()) {
            problems.add(folder + ": no case is kept here\n  fix: keep some by drover lab faults --keep " + folder);
        }
        if (!problems.isEmpty()) {
            throw new BadCases(problems);
        }
        return List.copyOf(cases);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.toString().endsWith(Keeping.NOTES))
                    .sorted()
                    .toList();
        }
    }

    private static Optional<String> text(Path file, List<String> problems) throws IOException {
        try {
            return Optional.of(Files.readString(file));
        } catch (MalformedInputException e) {
            problems.add(file + ":1:1: this is no text in UTF-8\n  fix: keep the case again");
            return Optional.empty();
        }
    }

    /** What came of all of them; refuses all of them if one of their recordings cannot be played. */
    public static List<Result> results(List<KeptCase> cases) throws IOException {
        var problems = new ArrayList<String>();
        var results = new ArrayList<Result>();
        for (KeptCase one : cases) {
            try {
                results.add(one.result());
            } catch (BadCases e) {
                problems.add(String.valueOf(e.getMessage()));
            }
        }
        if (!problems.isEmpty()) {
            throw new BadCases(problems);
        }
        return List.copyOf(results);
    }

    /** What the rules of today make of it; its background by them, too, if it was recorded. */
    public Result result() throws IOException {
        return switch (notes.course()) {
            case CaseNotes.Course.Skipped(String why) -> new Result.Skipped(notes.of(), why);
            case CaseNotes.Course.Ran ran -> {
                Optional<Window> peace = before();
                List<String> background =
                        peace.isPresent() ? Result.Ran.named(Diagnosis.of(peace.get())) : ran.background();
                yield Result.Ran.judged(notes, ran, background, during());
            }
        };
    }

    /** What there was to see while the fault was in force. */
    public Window during() throws IOException {
        return played(folder.resolve(notes.of().name() + Keeping.DURING));
    }

    /** What there was to see before the fault, if that was kept. */
    public Optional<Window> before() throws IOException {
        Path file = folder.resolve(notes.of().name() + Keeping.BEFORE);
        return Files.exists(file) ? Optional.of(played(file)) : Optional.empty();
    }

    private static Window played(Path file) throws IOException {
        var samples = new ArrayList<Sample>();
        try (var recording = new Recording(Files.newInputStream(file))) {
            var sampler = new Sampler(recording, recording.ticker());
            while (recording.next()) {
                samples.add(sampler.take());
            }
        } catch (IOException e) {
            throw new BadCases(List.of(file + ": cannot be played: " + e.getMessage() + "\n  fix: run the case again"));
        }
        if (samples.size() < 2) {
            throw new BadCases(List.of(
                    file + ": holds " + samples.size() + " samples (expected: at least 2)\n  fix: run the case again"));
        }
        return new Window(samples);
    }
}
