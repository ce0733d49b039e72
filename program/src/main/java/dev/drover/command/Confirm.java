package dev.drover.command;

import dev.drover.plane.control.Version;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code drover confirm}: keeps what was applied under a time limit. */
@Command(
        name = "confirm",
        description = "Keep what was applied with --confirm-within.",
        footer = {"", "Examples:", "  drover confirm"})
final class Confirm extends AskingCommand {
    @Override
    public Integer call() throws Failure {
        String path = NodeClient.path("/v1/confirm", Map.of("author", author()));
        Version version = client().post(path, null, Version.class);
        if (json()) {
            printJson(version);
        } else {
            print("generation " + version.generation() + " stays");
        }
        return ExitCode.DONE;
    }
}
