package dev.drover.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A golden file: an input, a line {@code ----}, and what is expected of it. With {@code -Dgolden.update} the expected part is
 * written anew from what the code says, to be read in the diff.
 */
public record Golden(Path file, String input, String expected) {
    private static final String SEPARATOR = "----\n";

    /** All golden files below a folder, by name. */
    public static List<Golden> below(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().map(Golden::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Golden read(Path file) {
        try {
            String text = Files.readString(file);
            int at = text.startsWith(SEPARATOR) ? 0 : text.indexOf("\n" + SEPARATOR) + 1;
            if (at == 0 && !text.startsWith(SEPARATOR)) {
                return new Golden(file, text, "");
            }
            return new Golden(file, text.substring(0, at), text.substring(at + SEPARATOR.length()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fails with both texts unless they are the same; writes the file instead when told to update. */
    public void verify(String actual) {
        if (System.getProperty("golden.update") != null) {
            update(actual);
        } else if (!expected.equals(actual)) {
            throw new AssertionError(file + "\n--- expected\n" + expected + "--- actual\n" + actual);
        }
    }

    private void update(String actual) {
        try {
            Files.writeString(file, input + SEPARATOR + actual);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
