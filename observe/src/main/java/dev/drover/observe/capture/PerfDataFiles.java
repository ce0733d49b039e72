package dev.drover.observe.capture;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The files in which HotSpot virtual machines keep performance counters, {@code /tmp/hsperfdata_USER/PID}. Anybody can make such
 * a name: only plain files are opened, for a named pipe would never answer.
 */
final class PerfDataFiles {
    private static final Path FOLDER = Path.of("/tmp");
    private static final long LARGEST = 1 << 20;
    private static final int MOST = 500;

    /** By process, as they were found last. */
    private final Map<String, Path> files = new HashMap<>();

    Content names() {
        files.clear();
        for (Path folder : folders()) {
            for (Path file : below(folder, "[0-9]*")) {
                files.put(file.getFileName().toString(), file);
            }
        }
        return Content.Text.of(String.join("\n", files.keySet()));
    }

    Content read(String pid) {
        if (files.isEmpty()) {
            names();
        }
        Path file = files.get(pid);
        if (file == null) {
            return new Content.Unreadable("No such file or directory");
        }
        try {
            return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) <= LARGEST
                    ? new Content.Text(Files.readAllBytes(file))
                    : new Content.Unreadable("No such file or directory");
        } catch (IOException e) {
            return new Content.Unreadable("Permission denied");
        }
    }

    private static List<Path> folders() {
        return below(FOLDER, "hsperfdata_*").stream()
                .filter(f -> Files.isDirectory(f, LinkOption.NOFOLLOW_LINKS))
                .toList();
    }

    private static List<Path> below(Path folder, String pattern) {
        var found = new ArrayList<Path>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, pattern)) {
            for (Path one : all) {
                if (found.size() < MOST) {
                    found.add(one);
                }
            }
        } catch (IOException e) {
            return List.of();
        }
        return found;
    }
}
