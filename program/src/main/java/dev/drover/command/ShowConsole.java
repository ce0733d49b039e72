package dev.drover.command;

import java.util.Map;
import picocli.CommandLine.Command;

/** {@code drover console}: where the pages are. */
@Command(
        name = "console",
        description = "Print the link that opens the console of this node in a browser. It shows, and changes nothing.",
        footer = {
            "",
            "Examples:",
            "  drover console",
            "  ssh -L 9180:127.0.0.1:9180 NODE     on your own machine, first, where the admin API is on loopback",
            "",
            "The link carries the token console.token of the data folder behind its #: it is not sent, nor kept by proxies."
        })
final class ShowConsole extends AskingCommand {
    @Override
    public Integer call() throws Failure {
        String url = client().console();
        if (json()) {
            printJson(Map.of("url", url));
        } else {
            print(url);
        }
        return ExitCode.DONE;
    }
}
