package dev.drover.observe.capture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What {@code /proc/PID/fd} tells: the open files of processes. */
final class OpenFiles {
    private static final int MOST = 100_000;
    private static final int MOST_DELETED = 20;
    private static final String DELETED = " (deleted)";

    private OpenFiles() {}

    /** Since Linux 6.2 the size of the folder is the number of descriptors (commit f1f1f2569901); before, they are counted. */
    static Content count(String pid) {
        Path folder = Path.of("/proc/" + pid + "/fd");
        try {
            long size = Files.size(folder);
            if (size > 0) {
                return Content.Text.of(Long.toString(size));
            }
        } catch (IOException e) {
            return new Content.Unreadable("No such process");
        }
        String[] names = folder.toFile().list();
        return names == null
                ? new Content.Unreadable("Permission denied")
                : Content.Text.of(Integer.toString(names.length));
    }

    static Content sockets(String pid) {
        Path folder = Path.of("/proc/" + pid + "/fd");
        String[] names = folder.toFile().list();
        if (names == null) {
            return new Content.Unreadable(Files.exists(folder) ? "Permission denied" : "No such process");
        }
        var inodes = new StringBuilder();
        for (int i = 0; i < Math.min(MOST, names.length); i++) {
            String to = target(folder.resolve(names[i]));
            if (to.startsWith("socket:[")) {
                inodes.append(to, 8, to.length() - 1).append('\n');
            }
        }
        return Content.Text.of(inodes.toString());
    }

    private record Deleted(String pid, long bytes, String name) {}

    /** Walks all descriptors of all processes: asked for only when a file system is nearly full. */
    static Content deleted() {
        String[] pids = new java.io.File("/proc").list((folder, name) -> Character.isDigit(name.charAt(0)));
        var found = new ArrayList<Deleted>();
        for (String pid : pids == null ? new String[0] : pids) {
            Path folder = Path.of("/proc/" + pid + "/fd");
            String[] names = folder.toFile().list();
            for (int i = 0; names != null && i < Math.min(MOST, names.length); i++) {
                String to = target(folder.resolve(names[i]));
                if (to.startsWith("/") && to.endsWith(DELETED) && !to.startsWith("/memfd:") && found.size() < MOST) {
                    found.add(new Deleted(pid, size(folder.resolve(names[i])), to));
                }
            }
        }
        List<String> mounts = FileSystemSpace.points();
        var lines = new StringBuilder();
        found.stream()
                .filter(d -> d.bytes > 0)
                .sorted(Comparator.comparingLong(d -> -d.bytes))
                .limit(MOST_DELETED)
                .forEach(d -> lines.append(d.pid)
                        .append(' ')
                        .append(d.bytes)
                        .append(' ')
                        .append(FileSystemSpace.escaped(mount(d.name, mounts)))
                        .append(' ')
                        .append(FileSystemSpace.escaped(d.name.substring(0, d.name.length() - DELETED.length())))
                        .append('\n'));
        return Content.Text.of(lines.toString());
    }

    private static String mount(String name, List<String> mounts) {
        return mounts.stream()
                .filter(m -> m.equals("/") || name.startsWith(m + "/"))
                .max(Comparator.comparingInt(String::length))
                .orElse("/");
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "";
        }
    }

    private static long size(Path link) {
        try {
            return Files.size(link);
        } catch (IOException e) {
            return 0;
        }
    }
}
