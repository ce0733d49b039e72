package dev.drover.command;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which node is meant: the one that holds this data folder. */
final class NodeOptions {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Data folder of the node (DROVER_DATA); /var/lib/drover as root, else " + "~/.local/state/drover.")
    private @Nullable Path data;

    Path data(Map<String, String> environment) {
        return (data == null ? standard(environment) : data).toAbsolutePath().normalize();
    }

    /** Where a node keeps its data unless told. */
    static Path standard(Map<String, String> environment) {
        String told = environment.getOrDefault("DROVER_DATA", "");
        if (!told.isEmpty()) {
            return Path.of(told);
        }
        if ("root".equals(System.getProperty("user.name"))) {
            return Path.of("/var/lib/drover");
        }
        String state = environment.getOrDefault("XDG_STATE_HOME", "");
        Path home = Path.of(System.getProperty("user.home", "/"));
        return (state.isEmpty() ? home.resolve(".local/state") : Path.of(state)).resolve("drover");
    }
}
