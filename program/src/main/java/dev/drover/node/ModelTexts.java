package dev.drover.node;

import dev.drover.model.Model;
import dev.drover.model.Problem;
import dev.drover.model.read.ModelReader;
import dev.drover.model.read.Read;
import dev.drover.model.read.Sources;
import dev.drover.plane.Conductor;
import dev.drover.plane.control.Refused;
import dev.drover.plane.control.Source;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes models of what was written, and finds all that is wrong with it without touching anything. */
final class ModelTexts {
    private final Conductor conductor;
    private final OwnChecks checks;

    /** @param conductor asks all planes for problems */
    ModelTexts(Conductor conductor, OwnChecks checks) {
        this.conductor = conductor;
        this.checks = checks;
    }

    static Read read(Source source) {
        return ModelReader.read(new Sources(Path.of(source.folder()), source.texts()));
    }

    /** The file of this one, as it reads now. */
    static Source reread(Source last) throws Refused {
        return switch (ModelReader.read(Path.of(last.file()))) {
            case Read.Refused refused -> {
                List<String> problems = words(refused.problems());
                throw new Refused(Refused.Cause.BAD_INPUT, count(problems) + "; nothing was changed", problems);
            }
            case Read.Sound sound -> new Source(last.folder(), sound.sources().texts());
        };
    }

    /** The model, free of problems. */
    Model sound(Source source) throws Refused {
        List<String> problems = new ArrayList<>();
        Model model = null;
        switch (read(source)) {
            case Read.Refused refused -> problems.addAll(words(refused.problems()));
            case Read.Sound sound -> {
                model = sound.model();
                problems.addAll(words(checks.check(model)));
                problems.addAll(words(conductor.check(model)));
            }
        }
        if (model == null || !problems.isEmpty()) {
            throw new Refused(Refused.Cause.BAD_INPUT, count(problems), problems);
        }
        return model;
    }

    static List<String> words(List<Problem> problems) {
        return problems.stream().map(Problem::toString).toList();
    }

    private static String count(List<String> problems) {
        return problems.size() == 1 ? "1 problem" : problems.size() + " problems";
    }
}
