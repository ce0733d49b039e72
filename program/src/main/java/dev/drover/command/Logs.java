package dev.drover.command;

import java.util.HashMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code drover logs}: what the processes of a service write. */
@Command(
        name = "logs",
        description = "Show what the processes of a service wrote; ! marks standard error, * what Drover says of them.",
        footer = {
            "",
            "Examples:",
            "  drover logs orders",
            "  drover logs orders/orders-1 -n 20",
            "  drover logs orders -f               goes on until Ctrl-C"
        })
final class Logs extends AskingCommand {
    @Parameters(paramLabel = "SERVICE[/INSTANCE]", description = "A service that Drover runs, or one instance of it.")
    private String what = "";

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what is written from now on.")
    private boolean follow;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            description = "How many of the newest lines; 100 unless told.")
    private int lines = 100;

    @Override
    public Integer call() throws Failure {
        Aimed aimed = Aimed.parse(what);
        if (lines < 1) {
            throw new Failure(ExitCode.BAD_INPUT, "drover: --lines " + lines + " (expected: 1 or more)");
        }
        var parameters = new HashMap<String, @Nullable String>();
        parameters.put("service", aimed.service());
        parameters.put("instance", aimed.instance());
        parameters.put("lines", Integer.toString(lines));
        parameters.put("follow", Boolean.toString(follow));
        client().lines("GET", NodeClient.path("/v1/logs", parameters), this::print);
        return ExitCode.DONE;
    }
}
