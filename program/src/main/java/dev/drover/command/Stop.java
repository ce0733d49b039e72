package dev.drover.command;

import dev.drover.node.DataFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code drover stop}: ends the node. */
@Command(
        name = "stop",
        description = "End the running node: drain, then stop. Returns when it has ended.",
        footer = {"", "Examples:", "  drover stop", "  drover stop --now      without waiting for requests in flight"})
final class Stop extends AskingCommand {
    private static final int LONGEST_MILLIS = 60_000;

    @Option(names = "--now", description = "Do not wait for requests in flight.")
    private boolean now;

    /** The node's answer. */
    record Stopping(boolean stopping) {}

    @Override
    public Integer call() throws Failure, InterruptedException, IOException {
        Path data = data();
        String path = NodeClient.path("/v1/stop", Map.of("now", Boolean.toString(now)));
        Stopping answer = client().post(path, null, Stopping.class);
        for (int waited = 0; DataFolder.announced(data) != null; waited += 50) {
            if (waited > LONGEST_MILLIS) {
                throw new Failure(
                        ExitCode.FAILED, "drover: the node has not ended after 60s\n  fix: drover stop --now");
            }
            Thread.sleep(50);
        }
        if (json()) {
            printJson(answer);
        } else {
            print("stopped");
        }
        return ExitCode.DONE;
    }
}
