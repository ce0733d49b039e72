package dev.drover.registry.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.plane.Ticker;
import dev.drover.registry.command.Command.Kv;
import dev.drover.registry.command.Outcome;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A data folder that a disk, or somebody, has spoilt: what was answered is there, or one message says that it cannot be read. */
@Timeout(120)
class SpoiltFolderTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int STARTS = 3;
    private static final int WRITES = 40;

    @TempDir
    Path folder;

    @BeforeEach
    void write() throws Exception {
        for (int i = 0; i < STARTS; i++) {
            use(i * WRITES);
        }
    }

    /** Starts it; everything written so far must be there, and more can be written. */
    private void use(int before) throws Exception {
        try (var server = EmbeddedServer.start(folder);
                var node = new ZooKeeperRegistry(server.settings(), Ticker.system())) {
            assertTrue(node.awaitCaughtUp(SOON));
            for (int i = 0; i < before; i++) {
                assertNotNull(node.state().key("k" + i), "k" + i);
            }
            for (int i = before; i < before + WRITES; i++) {
                assertInstanceOf(Outcome.Done.class, node.apply(new Kv.Put("k" + i, new byte[100], 0)));
            }
        }
    }

    private void assertNothingIsLost() throws Exception {
        use(STARTS * WRITES);
        use((STARTS + 1) * WRITES);
    }

    private void assertItSaysSo(String why) {
        var failure = assertThrows(
                IOException.class, () -> EmbeddedServer.start(folder).close());
        String message = String.valueOf(failure.getMessage());
        assertTrue(message.startsWith("the registry's data in " + folder + " cannot be read: " + why), message);
        assertTrue(message.contains("\n  fix: "), message);
    }

    /** Oldest first. */
    private List<Path> files(String kind) throws IOException {
        try (var all = Files.list(folder.resolve("version-2"))) {
            return all.filter(f -> f.getFileName().toString().startsWith(kind + "."))
                    .sorted(Comparator.comparingLong(SpoiltFolderTest::position))
                    .toList();
        }
    }

    private static long position(Path file) {
        String name = file.getFileName().toString();
        return Long.parseLong(name.substring(name.indexOf('.') + 1), 16);
    }

    private static void flip(Path file, long at) throws IOException {
        try (var open = new RandomAccessFile(file.toFile(), "rw")) {
            open.seek(at);
            int there = open.read();
            open.seek(at);
            open.write(there ^ 0x10);
        }
    }

    private static void cut(Path file, long to) throws IOException {
        try (var open = new RandomAccessFile(file.toFile(), "rw")) {
            open.setLength(to);
        }
    }

    @Test
    void saysThatALogIsSpoilt() throws Exception {
        flip(files("log").getLast(), 3_000);
        assertItSaysSo("CRC check failed");
    }

    @Test
    void saysThatALogHasAnotherHead() throws Exception {
        flip(files("log").getLast(), 1);
        assertItSaysSo("Transaction log: " + files("log").getLast() + " has invalid magic number");
    }

    @Test
    void takesAnOlderSnapshotForOneThatIsSpoilt() throws Exception {
        flip(files("snapshot").getLast(), 200);
        assertNothingIsLost();
    }

    @Test
    void takesAnOlderSnapshotForOneThatIsCut() throws Exception {
        cut(files("snapshot").getLast(), 100);
        assertNothingIsLost();
    }

    @Test
    void saysThatNoSnapshotCanBeRead() throws Exception {
        for (Path file : files("snapshot")) {
            cut(file, 0);
        }
        assertItSaysSo("No snapshot found, but there are log entries");
    }

    @Test
    void saysThatALogEndsInItsHead() throws Exception {
        cut(files("log").get(1), 9);
        assertItSaysSo("a file ends too early");
    }

    @Test
    void passesOverALogThatWasBegunOnAFullDisk() throws Exception {
        Files.createFile(folder.resolve("version-2/log.7fffffff"));
        assertNothingIsLost();
    }

    @Test
    void passesOverFilesOfOthers() throws Exception {
        for (String name : List.of("README", "log.txt", "snapshot.old", "snapshot.ffff", "backup.tar.gz")) {
            Files.writeString(folder.resolve("version-2").resolve(name), "nothing of ours", StandardCharsets.UTF_8);
        }
        Files.createDirectory(folder.resolve("version-2/lost+found"));
        assertNothingIsLost();
        for (String name : List.of("README", "log.txt", "snapshot.old", "backup.tar.gz")) {
            assertTrue(Files.exists(folder.resolve("version-2").resolve(name)), name);
        }
    }

    @Test
    void deletesWhatNewerSnapshotsReplace() throws Exception {
        for (int i = 0; i < 4; i++) {
            use((STARTS + i) * WRITES);
        }
        Tidying.tidy(folder);
        assertEquals(3, files("snapshot").size());
        assertTrue(files("log").size() <= 4, files("log")::toString);
        use((STARTS + 4) * WRITES);
    }
}
