package dev.drover.lab.fault;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** What a machine must have for a fault. */
public sealed interface Need {
    /** A program, of this Debian package. */
    record Tool(String name, String pack) implements Need {}

    /** A controller of control groups, version 1. */
    record Controller(String name) implements Need {}

    static Need tool(String name, String pack) {
        return new Tool(name, pack);
    }

    static Need controller(String name) {
        return new Controller(name);
    }

    /** Why this machine does not have it. */
    default Optional<String> missing() {
        return switch (this) {
            case Tool(String name, String pack) ->
                Stream.of("/usr/bin", "/usr/sbin", "/bin", "/sbin", "/usr/local/bin")
                                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)))
                        ? Optional.empty()
                        : Optional.of("needs " + name + " (apt-get install " + pack + ")");
            case Controller(String name) ->
                Files.exists(Path.of("/sys/fs/cgroup", name, "cgroup.procs"))
                        ? Optional.empty()
                        : Optional.of("needs the controller " + name + " of control groups, version 1");
        };
    }
}
