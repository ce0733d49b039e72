package dev.drover.command;

import dev.drover.model.Problem;
import dev.drover.model.read.ModelReader;
import dev.drover.model.read.Read;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code drover check}: all problems of a file, without a node. */
@Command(
        name = "check",
        description = "Say what is wrong with a file, all of it at once.",
        footer = {
            "",
            "Examples:",
            "  drover check                      ./drover.yaml",
            "  drover check examples/shop        the drover.yaml in a folder",
            "  drover check --json shop.yaml     for editors and scripts",
            "",
            "Ends with 0 when the file is sound, with 2 when it has problems. It looks at the file and at those it names for",
            "DNS: zones, the database of places, imported keys. What depends on the machine, such as the user that a node of root",
            "demands, drover plan and drover apply say on the node."
        })
final class Check extends DroverCommand {
    @Parameters(arity = "0..1", paramLabel = "FILE", description = "File or folder; ./drover.yaml unless told.")
    private @Nullable Path file;

    @Option(names = "--json", description = "Print JSON for programs.")
    private boolean json;

    /** One problem, its place in pieces. */
    record Found(
            String file,
            int line,
            int column,
            String path,
            String what,
            @Nullable String fix,
            boolean warning) {
        static Found of(Problem problem, boolean warning) {
            return new Found(
                    problem.where().file(),
                    problem.where().line(),
                    problem.where().column(),
                    problem.path(),
                    problem.what(),
                    problem.fix().orElse(null),
                    warning);
        }
    }

    /** What is printed as JSON. */
    record Result(boolean ok, List<Found> problems) {}

    @Override
    public Integer call() throws Failure {
        Path asked = DroverFile.orHere(file);
        Read read = ModelReader.read(asked);
        List<Problem> problems = DroverFile.problems(read);
        return problems.isEmpty() && read instanceof Read.Sound sound ? sound(asked, sound) : refused(problems);
    }

    private int sound(Path asked, Read.Sound sound) {
        if (json) {
            printJson(new Result(
                    true, sound.warnings().stream().map(p -> Found.of(p, true)).toList()));
            return ExitCode.DONE;
        }
        sound.warnings().forEach(w -> say(output().wary("warning: ") + w));
        print("ok: " + asked + " (" + count(sound.model().services().size(), "service") + ", "
                + count(sound.model().routes().size(), "route") + ", "
                + count(sound.model().listeners().size(), "listener") + ")");
        return ExitCode.DONE;
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private int refused(List<Problem> problems) throws Failure {
        if (json) {
            printJson(new Result(
                    false, problems.stream().map(p -> Found.of(p, false)).toList()));
            return ExitCode.BAD_INPUT;
        }
        throw new Failure(ExitCode.BAD_INPUT, DroverFile.text(problems));
    }
}
