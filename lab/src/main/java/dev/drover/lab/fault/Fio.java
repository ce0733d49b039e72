package dev.drover.lab.fault;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of fio, which makes requests of a disk: silently, and for a minute at most. */
public final class Fio {
    private Fio() {}

    /**
     * In files of a folder.
     *
     * @param size of each of them, such as {@code 100m}
     * @param more what it does there
     */
    public static List<String> command(Path folder, String size, String... more) {
        var command = new ArrayList<>(List.of(
                "fio",
                "--name=lab",
                "--directory=" + folder,
                "--size=" + size,
                "--time_based",
                "--runtime=60",
                "--output=/dev/null"));
        command.addAll(List.of(more));
        return command;
    }
}
