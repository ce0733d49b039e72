package dev.drover.observe.capture;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the file descriptors of a live process refer to, as {@code /drover/links/PID} tells it. */
final class Links {
    private static final int MOST = 100_000;
    private static final String DELETED = " (deleted)";

    private Links() {}

    static Content of(String pid) {
        Path folder = Path.of("/proc/" + pid + "/fd");
        String[] names = folder.toFile().list();
        if (names == null) {
            return new Content.Unreadable(Files.exists(folder) ? "Permission denied" : "No such process");
        }
        var lines = new StringBuilder();
        for (int i = 0; i < names.length && i < MOST; i++) {
            Path link = folder.resolve(names[i]);
            try {
                String target = Files.readSymbolicLink(link).toString().replace('\n', '?');
                String bytes = target.startsWith("/") && target.endsWith(DELETED) ? length(link) : "-";
                lines.append(names[i])
                        .append(' ')
                        .append(bytes)
                        .append(' ')
                        .append(target)
                        .append('\n');
            } catch (AccessDeniedException e) {
                lines.append(names[i]).append(" - unknown:\n");
            } catch (IOException e) {
                // Closed since the folder was listed.
            }
        }
        return Content.Text.of(lines.toString());
    }

    private static String length(Path link) {
        try {
            return Files.isRegularFile(link) ? Long.toString(Files.size(link)) : "-";
        } catch (IOException e) {
            return "-";
        }
    }
}
