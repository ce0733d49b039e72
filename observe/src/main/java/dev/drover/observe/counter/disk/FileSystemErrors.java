package dev.drover.observe.counter.disk;

import dev.drover.observe.capture.Content;
import dev.drover.observe.capture.Tree;
import dev.drover.observe.counter.Cursor;
import dev.drover.observe.counter.Group;
import dev.drover.observe.counter.Measured;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Errors that file systems have counted since they were made, by device (Linux, Documentation/ABI/testing/sysfs-fs-ext4,
 * {@code errors_count}; only ext4 tells).
 */
public record FileSystemErrors(Map<String, Long> byDevice) {
    public static final Group<FileSystemErrors> GROUP = Group.files("/sys/fs/ext4", () -> FileSystemErrors::read);

    private static final int MOST = 500;

    private static Measured<FileSystemErrors> read(Tree tree) {
        return switch (tree.read("/sys/fs/ext4/")) {
            case Content.Unreadable(String why) -> Measured.not("/sys/fs/ext4: " + why);
            case Content.Text names -> {
                var counts = new TreeMap<String, Long>();
                for (String name : names.toString().split("\n", MOST)) {
                    if (!name.isEmpty() && !name.equals("features") && name.indexOf('\n') < 0) {
                        Group.read(tree, "/sys/fs/ext4/" + name + "/errors_count", FileSystemErrors::count)
                                .map(count -> counts.put(name, count));
                    }
                }
                yield Measured.of(new FileSystemErrors(Collections.unmodifiableMap(counts)));
            }
        };
    }

    private static Measured<Long> count(byte[] bytes) {
        var cursor = new Cursor(bytes);
        return cursor.unlessBad(cursor.number());
    }
}
