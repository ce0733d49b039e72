package dev.drover.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SizedFileTest {
    @TempDir
    private Path folder;

    private static void line(SizedFile file, String text) throws IOException {
        file.write((text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private String read(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }

    @Test
    void renamesAFullFileAndKeepsTheNewest() throws IOException {
        try (var file = new SizedFile(folder.resolve("log"), 8, 2)) {
            for (String text : new String[] {"one", "two", "three", "four", "fives"}) {
                line(file, text);
            }
        }
        assertEquals("fives\n", read("log"));
        assertEquals("four\n", read("log.1"));
        assertEquals("three\n", read("log.2"));
        assertFalse(Files.exists(folder.resolve("log.3")));
    }

    @Test
    void goesOnAtTheEndOfWhatIsThere() throws IOException {
        Files.writeString(folder.resolve("log"), "before\n");
        try (var file = new SizedFile(folder.resolve("log"), 100, 2)) {
            line(file, "after");
        }
        assertEquals("before\nafter\n", read("log"));
    }

    @Test
    void beginsANewOneWhenAnotherToolRenamesIt() throws IOException {
        try (var file = new SizedFile(folder.resolve("log"), 100, 2)) {
            line(file, "one");
            Files.move(folder.resolve("log"), folder.resolve("log.old"));
            line(file, "two");
        }
        assertEquals("one\n", read("log.old"));
        assertEquals("two\n", read("log"));
    }

    @Test
    void saysAtTheStartThatItCannotBeWritten() {
        assertThrows(IOException.class, () -> new SizedFile(folder.resolve("none/log"), 100, 2));
    }
}
