package dev.drover.command;

import java.util.HashMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code drover restart}: the processes of a service, one at a time. */
@Command(
        name = "restart",
        description = "Restart the processes of a service one at a time, each behind a drain.",
        footer = {"", "Examples:", "  drover restart orders"})
final class Restart extends AskingCommand {
    private static final String REFUSED = "refused: ";
    private static final String FAILED = "failed: ";

    @Parameters(paramLabel = "SERVICE", description = "A service that Drover runs.")
    private String service = "";

    private String last = "";

    @Override
    public Integer call() throws Failure {
        var parameters = new HashMap<String, @Nullable String>();
        parameters.put("service", service);
        parameters.put("author", author());
        client().lines("POST", NodeClient.path("/v1/restart", parameters), this::step);
        if (last.startsWith(REFUSED)) {
            throw new Failure(ExitCode.REFUSED, "drover: " + last.substring(REFUSED.length()));
        }
        if (last.startsWith(FAILED)) {
            throw new Failure(ExitCode.FAILED, "drover: " + last.substring(FAILED.length()));
        }
        if (!last.equals("done")) {
            throw new Failure(ExitCode.FAILED, "drover: the node ended before the restart did");
        }
        print(service + " is restarted");
        return ExitCode.DONE;
    }

    private void step(String line) {
        last = line;
        if (!line.startsWith(REFUSED) && !line.startsWith(FAILED) && !line.equals("done")) {
            print(line);
        }
    }
}
