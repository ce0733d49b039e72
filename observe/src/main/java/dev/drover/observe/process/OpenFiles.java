package dev.drover.observe.process;

import dev.drover.observe.counter.Cursor;
import dev.drover.observe.counter.Measured;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the file descriptors of a process refer to, read from {@code /drover/links/PID}.
 *
 * @param open how many there are
 * @param byKind how many of each kind, such as {@code file}, {@code pipe}, {@code eventpoll}
 * @param sockets their inodes
 * @param deleted files that nobody can open any more, longest first
 */
public record OpenFiles(long open, Map<String, Long> byKind, Set<Long> sockets, List<Deleted> deleted) {
    private static final int MOST_DELETED = 100;

    /** A file without a name: its blocks come back when the last descriptor is closed. */
    public record Deleted(String path, long bytes) {}

    public long deletedBytes() {
        return deleted.stream().mapToLong(Deleted::bytes).sum();
    }

    static Measured<OpenFiles> parse(byte[] bytes) {
        var byKind = new TreeMap<String, Long>();
        var sockets = new HashSet<Long>();
        var deleted = new ArrayList<Deleted>();
        long open = 0;
        var line = new Cursor(bytes);
        while (!line.atEnd() && !line.bad()) {
            line.number();
            String length = line.word();
            line.blanks();
            String target = line.until('\n');
            open++;
            String kind = kind(target);
            byKind.merge(kind, 1L, Long::sum);
            if (kind.equals("socket")) {
                sockets.add(new Cursor(target.getBytes(StandardCharsets.UTF_8), 8).number());
            } else if (kind.equals("deleted file")) {
                deleted.add(new Deleted(
                        target.substring(0, target.lastIndexOf(' ')),
                        new Cursor(length.getBytes(StandardCharsets.UTF_8)).number()));
            }
        }
        deleted.sort((a, b) -> Long.compare(b.bytes, a.bytes));
        return line.unlessBad(new OpenFiles(
                open,
                Collections.unmodifiableMap(byKind),
                Set.copyOf(sockets),
                List.copyOf(deleted.subList(0, Math.min(MOST_DELETED, deleted.size())))));
    }

    /** {@code socket:[4711]}, {@code pipe:[12]}, {@code anon_inode:[eventpoll]}, {@code anon_inode:inotify}, or a path. */
    private static String kind(String target) {
        if (target.startsWith("socket:[")) {
            return "socket";
        }
        if (target.startsWith("pipe:[")) {
            return "pipe";
        }
        if (target.startsWith("anon_inode:")) {
            return target.substring(11).replaceAll("[\\[\\]]", "");
        }
        if (target.startsWith("/memfd:") || target.startsWith("/dmabuf:")) {
            return target.substring(1, target.indexOf(':'));
        }
        if (target.startsWith("/dev/pts/") || target.startsWith("/dev/tty")) {
            return "terminal";
        }
        if (target.startsWith("/dev/")) {
            return "device";
        }
        if (target.startsWith("/")) {
            return target.endsWith(" (deleted)") ? "deleted file" : "file or folder";
        }
        int colon = target.indexOf(':');
        return colon > 0 ? target.substring(0, colon) : "other";
    }
}
