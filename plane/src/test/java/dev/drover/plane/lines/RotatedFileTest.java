package dev.drover.plane.lines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.testkit.FakeTime;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotatedFileTest {
    @TempDir
    Path folder;

    private final FakeTime time = new FakeTime();

    private RotatedFile file(long mostBytes, Duration oldest, int keep) {
        return new RotatedFile(new RotatedFile.Settings(folder.resolve("a.log"), mostBytes, oldest, keep), time);
    }

    private static ByteBuffer lines(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private String read(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }

    @Test
    void renamesWhatIsFullAndKeepsAFew() throws Exception {
        try (RotatedFile file = file(10, Duration.ofDays(1), 2)) {
            for (int i = 1; i <= 4; i++) {
                file.write(lines("line " + i + "...\n"));
            }
        }
        assertEquals("line 4...\n", read("a.log"));
        assertEquals("line 3...\n", read("a.log.1"));
        assertEquals("line 2...\n", read("a.log.2"));
        assertFalse(Files.exists(folder.resolve("a.log.3")));
    }

    @Test
    void neverLosesABatchThatIsLargerThanTheLimit() throws Exception {
        try (RotatedFile file = file(10, Duration.ofDays(1), 2)) {
            file.write(lines("a line that is too long\n"));
            file.write(lines("b\n"));
        }
        assertEquals("a line that is too long\n", read("a.log.1"));
        assertEquals("b\n", read("a.log"));
    }

    @Test
    void renamesWhatIsOld() throws Exception {
        try (RotatedFile file = file(1000, Duration.ofHours(1), 2)) {
            file.write(lines("old\n"));
            time.advance(Duration.ofMinutes(59));
            file.write(lines("still\n"));
            time.advance(Duration.ofMinutes(1));
            file.write(lines("new\n"));
        }
        assertEquals("old\nstill\n", read("a.log.1"));
        assertEquals("new\n", read("a.log"));
    }

    @Test
    void goesOnWithAFileThatIsThere() throws Exception {
        try (RotatedFile file = file(1000, Duration.ofDays(365_000), 2)) {
            file.write(lines("one\n"));
        }
        try (RotatedFile file = file(1000, Duration.ofDays(365_000), 2)) {
            file.write(lines("two\n"));
        }
        assertEquals("one\ntwo\n", read("a.log"));
    }

    @Test
    void beginsANewFileWhenSomebodyElseRenamedIt() throws Exception {
        try (RotatedFile file = file(1000, Duration.ofDays(1), 2)) {
            file.write(lines("one\n"));
            Files.move(folder.resolve("a.log"), folder.resolve("taken"));
            time.advance(Duration.ofSeconds(2));
            file.write(lines("two\n"));
        }
        assertEquals("one\n", read("taken"));
        assertEquals("two\n", read("a.log"));
    }

    @Test
    void failsOnAFullDisk() {
        try (var file =
                new RotatedFile(new RotatedFile.Settings(Path.of("/dev/full"), 1000, Duration.ofDays(1), 2), time)) {
            var failure = assertThrows(IOException.class, () -> file.write(lines("x\n")));
            assertTrue(failure.getMessage().contains("No space left"), failure.getMessage());
        }
    }
}
