package dev.drover.supervisor.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** The two programs of util-linux that every process is started through; every Debian has them. */
public record Tools(Path setsid, Path setpriv) {
    /** Empty if one is not installed. */
    public static Optional<Tools> find(String path) {
        return inPath("setsid", path).flatMap(s -> inPath("setpriv", path).map(p -> new Tools(s, p)));
    }

    private static Optional<Path> inPath(String name, String path) {
        return search(name, path + ":/usr/bin:/bin").filter(Files::isExecutable);
    }

    /** The first file of that name in the folders of {@code path}, one that can be executed preferred. */
    static Optional<Path> search(String name, String path) {
        return folders(path)
                .map(folder -> Path.of(folder).resolve(name))
                .filter(p -> p.isAbsolute() && Files.isRegularFile(p) && Files.isExecutable(p))
                .findFirst()
                .or(() -> folders(path)
                        .map(folder -> Path.of(folder).resolve(name))
                        .filter(p -> p.isAbsolute() && Files.isRegularFile(p))
                        .findFirst());
    }

    private static Stream<String> folders(String path) {
        return Arrays.stream(path.split(":", -1)).filter(f -> !f.isEmpty());
    }
}
