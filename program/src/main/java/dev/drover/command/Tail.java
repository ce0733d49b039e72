package dev.drover.command;

import java.util.HashMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code drover tail}: requests as they end. */
@Command(
        name = "tail",
        description = "Show requests as they end, until Ctrl-C.",
        footer = {
            "",
            "Examples:",
            "  drover tail",
            "  drover tail --status 5xx",
            "  drover tail --service catalog --json | jq .stages"
        })
final class Tail extends AskingCommand {
    @Option(names = "--route", paramLabel = "NAME", description = "Only requests of this route.")
    private @Nullable String route;

    @Option(names = "--status", paramLabel = "CODE", description = "Only this status, such as 404 or 5xx.")
    private @Nullable String status;

    @Option(names = "--service", paramLabel = "NAME", description = "Only requests to this service.")
    private @Nullable String service;

    @Override
    public Integer call() throws Failure {
        var parameters = new HashMap<String, @Nullable String>();
        parameters.put("route", route);
        parameters.put("status", status);
        parameters.put("service", service);
        var lines = new RequestLines(output());
        client().lines("GET", NodeClient.path("/v1/tail", parameters), l -> print(json() ? l : lines.read(l)));
        return ExitCode.DONE;
    }
}
