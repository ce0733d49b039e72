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

    /** Whether the command line names a folder. */
    boolean isTold() {
        return data != null;
    }

    Path data(Map<String, String> environment) {
        return (data == null ? standard(environment) : data).toAbsolutePath().normalize();
    }

    /** Where a node keeps its data unless told. */
    static Path standard(Map<String, String> environment) {
        return standard(environment, System.getProperty("user.name", ""), System.getProperty("user.home", "/"));
    }

    /** {@code HOME} goes before the home folder that the account is registered with, as in a shell. */
    static Path standard(Map<String, String> environment, String user, String registered) {
        String told = environment.getOrDefault("DROVER_DATA", "");
        if (!told.isEmpty()) {
            return Path.of(told);
        }
        if (user.equals("root")) {
            return Path.of("/var/lib/drover");
        }
        String state = environment.getOrDefault("XDG_STATE_HOME", "");
        String home = environment.getOrDefault("HOME", "");
        Path folder = Path.of(home.isEmpty() ? registered : home);
        return (state.isEmpty() ? folder.resolve(".local/state") : Path.of(state)).resolve("drover");
    }
}
