package dev.drover.command;

import picocli.CommandLine.Command;

/** {@code drover metrics}: all metrics. */
@Command(
        name = "metrics",
        description = "Print the metrics in the Prometheus text format.",
        footer = {
            "",
            "Examples:",
            "  drover metrics | grep drover_requests",
            "",
            "A scraper reads the token monitor.token of the data folder: authorization.credentials_file."
        })
final class Metrics extends AskingCommand {
    @Override
    public Integer call() throws Failure {
        output().out().print(client().text("/metrics"));
        output().out().flush();
        return ExitCode.DONE;
    }
}
