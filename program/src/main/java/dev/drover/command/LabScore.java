package dev.drover.command;

import dev.drover.lab.BadCases;
import dev.drover.lab.KeptCase;
import dev.drover.lab.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code drover lab score}: judges kept cases by the rules of today; runs nothing. */
@Command(
        name = "score",
        description =
                "Judge cases that drover lab faults --keep kept by the rules of today, and print the score. Runs nothing.",
        footer = {
            "",
            "What was expected of a case, and how its victim felt, is as it was kept.",
            "",
            "Exit code: 0 all cases were run, 1 some broke or could not run, 2 bad input.",
            "",
            "Examples:",
            "  drover lab score recordings",
            "  drover lab score recordings --json | jq .score"
        })
final class LabScore extends DroverCommand {
    @Parameters(paramLabel = "FOLDER", description = "What drover lab faults --keep wrote.")
    private Path folder = Path.of(".");

    @Option(names = "--json", description = "Print JSON for programs, as drover lab faults does.")
    private boolean json;

    @Override
    public Integer call() throws Failure {
        List<Result> results = results();
        print(this, results, json);
        return results.stream().allMatch(Result.Ran.class::isInstance) ? ExitCode.DONE : ExitCode.FAILED;
    }

    private List<Result> results() throws Failure {
        if (!Files.isDirectory(folder)) {
            throw new Failure(
                    ExitCode.BAD_INPUT,
                    "drover: " + folder + " is no folder\n  fix: name one that drover lab faults --keep wrote");
        }
        try {
            return KeptCase.results(KeptCase.in(folder));
        } catch (BadCases e) {
            throw new Failure(ExitCode.BAD_INPUT, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new Failure(
                    ExitCode.BAD_INPUT, "drover: " + folder + " cannot be read: " + e + "\n  fix: see who may read it");
        }
    }

    /** The score of cases, just run or kept. */
    static void print(DroverCommand command, List<Result> results, boolean json) {
        if (json) {
            command.printJson(LabJson.of(results));
        } else {
            var words = new LabWords(command.output());
            command.print(words.table(results));
            command.print(words.score(results));
        }
    }
}
