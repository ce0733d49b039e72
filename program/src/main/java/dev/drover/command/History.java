package dev.drover.command;

import dev.drover.plane.control.Version;
import picocli.CommandLine.Command;

/** {@code drover history}: the applied models. */
@Command(
        name = "history",
        description = "List the models that were applied, newest first.",
        footer = {"", "Examples:", "  drover history", "  drover history --json"})
final class History extends AskingCommand {
    @Override
    public Integer call() throws Failure {
        Version[] versions = client().get("/v1/history", Version[].class);
        if (json()) {
            printJson(versions);
            return ExitCode.DONE;
        }
        Table table = new Table("").row("", "GEN", "WHEN", "AUTHOR", "HOW", "FILE");
        for (Version version : versions) {
            String how = version.confirmBy() == null || !version.running()
                    ? version.how()
                    : version.how() + ", to be confirmed by " + Times.precise(version.confirmBy(), output().zone());
            table.row(
                    version.running() ? "*" : "",
                    Long.toString(version.generation()),
                    Times.date(version.at(), output().zone()),
                    version.author(),
                    how,
                    version.file());
        }
        print(table);
        return ExitCode.DONE;
    }
}
