package dev.drover.command;

import dev.drover.plane.control.Status;
import java.time.Instant;
import picocli.CommandLine.Command;

/** {@code drover status}: the whole node at one glance. */
@Command(
        name = "status",
        description = "Show what runs, and how it is.",
        footer = {"", "Examples:", "  drover status", "  drover status --json | jq .services"})
final class ShowStatus extends AskingCommand {
    @Override
    public Integer call() throws Failure {
        Status status = client().get("/v1/status", Status.class);
        if (json()) {
            printJson(status);
        } else {
            output().out().print(new Picture(output(), Instant.now()).status(status));
            output().out().flush();
        }
        return ExitCode.DONE;
    }
}
