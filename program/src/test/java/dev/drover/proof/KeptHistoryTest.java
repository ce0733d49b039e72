package dev.drover.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.testkit.Await;
import dev.drover.testkit.process.Finished;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node has kept of its host outlives the node, and a disk that takes nothing for a while. */
final class KeptHistoryTest {
    /** A piece is written every ten samples. */
    private static final Duration SOON = Duration.ofSeconds(60);

    private static final String EACH_SECOND = "every=1s";
    private static final String ROUTES = "routes: [{match: {path: /**}, to: {respond: {status: 200, body: here}}}]\n";
    private static final String LOST = "cannot be kept in";
    private static final String FOUND = "is kept in";

    @TempDir
    private Path folder;

    @Test
    void tellsAfterARestartWhatItSawBeforeItWasKilled() {
        try (var drover = DroverProcess.withRoutes(folder, ROUTES, "--history", EACH_SECOND)) {
            drover.admin();
            Await.until("a piece on disk", SOON, () -> bytes(drover) > 1000, drover::said);
            Instant first = began(drover);
            drover.kill();
            drover.startAgain();
            Await.until("the admin API", SOON, () -> drover.drover("status").exit() == 0, drover::said);
            Finished told = drover.drover("doctor", "--at", first.toString(), "--for", "8s");
            assertTrue(told.err().lines().anyMatch(KeptHistoryTest::saw), told::toString);
            drover.stop();
        }
    }

    /** {@code web1 (2 CPUs ...), 8 samples, 2030-01-31 14:05:00 to 14:05:08.000}: nearly each second. */
    private static boolean saw(String line) {
        var samples = java.util.regex.Pattern.compile(", (\\d+) samples, ").matcher(line);
        return samples.find() && Integer.parseInt(samples.group(1)) >= 5;
    }

    @Test
    @Tag("long")
    void saysOnceThatTheDiskIsFullAndGoesOnWhenItHasRoom() throws IOException {
        Needs.root();
        Path disk = Files.createDirectories(folder.resolve("data/history"));
        Finished mounted =
                Finished.run(Duration.ofSeconds(10), "mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk.toString());
        Assumptions.assumeTrue(mounted.exit() == 0, "needs to mount a tmpfs: " + mounted.err());
        try (var drover = DroverProcess.withRoutes(folder, ROUTES, "--history", EACH_SECOND)) {
            Path filler = fill(disk);
            Await.until("a word on the full disk", SOON, () -> drover.said().contains(LOST), drover::said);
            // It goes on: it answers, and tells what it keeps in memory.
            drover.drover("doctor", "--for", "5s");
            drover.drover("status").succeeded();
            Files.delete(filler);
            Await.until("a word on the room", SOON, () -> drover.said().contains(FOUND), drover::said);
            Await.until("a file", SOON, () -> bytes(drover) > 1000, drover::said);
            assertEquals(1, drover.said().split(LOST, -1).length - 1, drover::said);
            drover.stop();
        } finally {
            Finished.run(Duration.ofSeconds(10), "umount", disk.toString());
        }
    }

    private static Path fill(Path disk) throws IOException {
        Path filler = disk.resolve("filler");
        try (var out = Files.newOutputStream(filler, StandardOpenOption.CREATE)) {
            while (true) {
                out.write(new byte[4096]);
            }
        } catch (IOException e) {
            assertTrue(String.valueOf(e.getMessage()).contains("space"), e::toString);
        }
        return filler;
    }

    private static List<Path> recordings(DroverProcess drover) {
        Path kept = drover.data().resolve("history");
        if (!Files.isDirectory(kept)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(kept)) {
            return files.filter(f -> f.toString().endsWith(".drec")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long bytes(DroverProcess drover) {
        return recordings(drover).stream().mapToLong(f -> f.toFile().length()).sum();
    }

    /** As the name of its first file says. */
    private static Instant began(DroverProcess drover) {
        String name = recordings(drover).getFirst().getFileName().toString();
        return Instant.ofEpochSecond(Long.parseLong(name.substring(0, name.indexOf('.'))));
    }
}
