package dev.drover.command;

import dev.drover.dns.plane.DeclaredNames;
import dev.drover.model.Dns;
import dev.drover.model.Problem;
import dev.drover.model.read.ModelReader;
import dev.drover.model.read.Read;
import dev.drover.model.read.Sources;
import dev.drover.plane.control.Source;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The {@code FILE} of a command: a file, a folder that holds {@code drover.yaml}, or the one in the current folder. */
final class DroverFile {
    private DroverFile() {}

    static Path orHere(@Nullable Path given) {
        return given == null ? Path.of(ModelReader.NAME) : given;
    }

    static boolean isHere() {
        return Files.exists(Path.of(ModelReader.NAME));
    }

    /** Reads it, or fails with all its problems. */
    static Read.Sound sound(Path file) throws Failure {
        return switch (ModelReader.read(file)) {
            case Read.Sound sound -> sound;
            case Read.Refused refused -> throw new Failure(ExitCode.BAD_INPUT, text(refused));
        };
    }

    /** All that is wrong, in reading order: with what was declared, and with zones and other files that names need. */
    static List<Problem> problems(Read read) {
        return switch (read) {
            case Read.Sound sound -> problems(List.of(), sound.model().dns());
            case Read.Refused refused -> problems(refused.problems(), refused.names());
        };
    }

    private static List<Problem> problems(List<Problem> declared, Optional<Dns> names) {
        return Stream.concat(declared.stream(), DeclaredNames.problems(names).stream())
                .sorted(Problem.IN_READING_ORDER)
                .toList();
    }

    static String text(Read.Refused refused) {
        return text(problems(refused));
    }

    static String text(List<Problem> problems) {
        var text = new StringBuilder();
        for (Problem problem : problems) {
            text.append(problem).append('\n');
        }
        int count = problems.size();
        return text.append(count).append(count == 1 ? " problem" : " problems").toString();
    }

    static Source source(Sources sources) {
        return new Source(sources.folder().toString(), sources.texts());
    }
}
