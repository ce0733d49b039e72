package dev.drover.testkit.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The clock of other programs, which a test sets while they run, by libfaketime. They see it within a second. Waits that have begun end when they
 * would have ended.
 */
public final class SetClock {
    private static final Path LIBRARIES = Path.of("/usr/lib");

    private final Path file;

    /** One that is right; the file is its own. */
    public SetClock(Path file) {
        this.file = file;
        ahead(Duration.ZERO);
    }

    public static boolean isInstalled() {
        return library().isPresent();
    }

    private static Optional<Path> library() {
        try (DirectoryStream<Path> machines = Files.newDirectoryStream(LIBRARIES)) {
            for (Path machine : machines) {
                Path library = machine.resolve("faketime/libfaketimeMT.so.1");
                if (Files.exists(library)) {
                    return Optional.of(library);
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From now on it is ahead of the right time by that, or behind, and goes on. */
    public void ahead(Duration by) {
        try {
            Path next = Files.writeString(
                    file.resolveSibling(file.getFileName() + ".next"), "%+d%n".formatted(by.toSeconds()));
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For a program whose wall clock it is: what that measures with how long something takes goes on. */
    public Map<String, String> ofTheWall() {
        // The library's remedy for the monotonic clock makes timed waits of the JVM end at once where that clock is the
        // right one.
        return variables("1", "0");
    }

    /** For a program for which so much time has passed: its monotonic clock goes with the one on the wall, so everything that it waits for is late. */
    public Map<String, String> ofEverything() {
        // Without the library's remedy timed waits of the JVM do not end.
        return variables("0", "1");
    }

    private Map<String, String> variables(String keepsMonotonic, String remedy) {
        return Map.of(
                "LD_PRELOAD",
                library().orElseThrow().toString(),
                "FAKETIME_TIMESTAMP_FILE",
                file.toAbsolutePath().toString(),
                "FAKETIME_CACHE_DURATION",
                "1",
                "FAKETIME_DONT_FAKE_MONOTONIC",
                keepsMonotonic,
                "FAKETIME_FORCE_MONOTONIC_FIX",
                remedy,
                "NO_FAKE_STAT",
                "1");
    }
}
