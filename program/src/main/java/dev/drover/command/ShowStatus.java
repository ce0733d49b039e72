package dev.drover.command;

import dev.drover.plane.control.Status;
import dev.drover.plane.control.Status.ServiceLine;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code drover status}: the whole node at one glance, or one service with every instance that is not plainly up. */
@Command(
        name = "status",
        description = "Show what runs, and how it is. Of a service with more than " + Picture.MANY
                + " instances the worst few are shown; with its name, every one that is not plainly up.",
        footer = {
            "",
            "Examples:",
            "  drover status",
            "  drover status catalog",
            "  drover status catalog --all",
            "  drover status --json | jq .services"
        })
final class ShowStatus extends AskingCommand {
    @Parameters(arity = "0..1", paramLabel = "SERVICE", description = "Only this service.")
    private @Nullable String service;

    @Option(names = "--all", description = "Show every instance.")
    private boolean all;

    @Override
    public Integer call() throws Failure {
        Status status = client().get("/v1/status", Status.class);
        Status shown = service == null ? status : only(status, service);
        if (json()) {
            printJson(shown);
        } else {
            output().out().print(text(shown));
            output().out().flush();
        }
        return ExitCode.DONE;
    }

    private String text(Status status) {
        Picture.Depth some = service == null ? Picture.Depth.GLANCE : Picture.Depth.NOT_UP;
        var picture = new Picture(output(), Instant.now(), all ? Picture.Depth.ALL : some);
        return service == null
                ? picture.status(status)
                : picture.service(status.services().getFirst());
    }

    private static Status only(Status status, String name) throws Failure {
        for (ServiceLine line : status.services()) {
            if (line.name().equals(name)) {
                return status.with(List.of(line));
            }
        }
        throw new Failure(
                ExitCode.REFUSED,
                "drover: there is no service " + name + "\n  fix: drover status lists those that are");
    }
}
