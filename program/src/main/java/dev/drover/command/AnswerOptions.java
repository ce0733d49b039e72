package dev.drover.command;

import java.time.Duration;
import picocli.CommandLine.Option;

/** How long a change waits for what the other nodes of a cluster say. */
final class AnswerOptions {
    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "30s",
            description = "How long to wait for other nodes to say whether they run it; ${DEFAULT-VALUE} unless told.")
    private String timeout = "30s";

    Duration patience() throws Failure {
        return Times.span(timeout);
    }
}
