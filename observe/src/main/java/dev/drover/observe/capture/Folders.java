package dev.drover.observe.capture;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;

/** What is in a folder of this machine: its names, one a line. */
final class Folders {
    private Folders() {}

    static Content names(String path) {
        String[] names = new File(path).list();
        if (names == null) {
            return new Content.Unreadable(
                    Files.exists(Path.of(path)) ? "Permission denied" : "No such file or directory");
        }
        return Content.Text.of(String.join("\n", names));
    }
}
