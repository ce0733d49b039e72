package dev.drover.observe.use;

import dev.drover.observe.counter.Change;
import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.disk.FileSystemErrors;
import dev.drover.observe.counter.disk.FileSystems;
import dev.drover.observe.counter.disk.FileSystems.FileSystem;
import dev.drover.observe.rule.Unit;
import dev.drover.observe.sample.Window;
import java.util.List;

/** The room of each local file system, and its inodes where they are counted. */
final class FileSystemRows {
    private static final int MOST = 100;
    private static final double FULL = 0.9;

    private FileSystemRows() {}

    static void add(Window window, List<Row> rows) {
        Measured<FileSystems> all = window.now(FileSystems.GROUP);
        if (!all.isMeasured()) {
            rows.add(row("file systems", Measured.not(all.why()), Measured.not(all.why())));
        }
        all.map(FileSystems::byPoint).map(byPoint -> {
            byPoint.values().stream()
                    .filter(FileSystemRows::isForFiles)
                    .limit(MOST)
                    .forEach(one -> {
                        Measured<Figure> errors = errors(window, one);
                        rows.add(row("space on " + one.point(), Measured.of(space(one)), errors));
                        if (one.inodes() > 0) {
                            rows.add(row(
                                    "inodes on " + one.point(),
                                    Measured.of(Figure.share(1 - one.inodesFreeShare(), FULL, "taken")),
                                    errors));
                        }
                    });
            return byPoint;
        });
    }

    /** The kernel's own places are not for anybody's files. */
    private static boolean isForFiles(FileSystem one) {
        return one.bytes() > 0
                && !one.point().startsWith("/sys/")
                && !one.point().startsWith("/proc/");
    }

    private static Row row(String name, Measured<Figure> used, Measured<Figure> errors) {
        return new Row(Row.Kind.DISK, name, used, ProtocolRows.noWaiting(), errors);
    }

    private static Figure space(FileSystem one) {
        return Figure.share(
                1 - one.availableShare(), FULL, "taken, " + Unit.BYTES.show((double) one.available()) + " left");
    }

    private static Measured<Figure> errors(Window window, FileSystem one) {
        String device = one.device().substring(one.device().lastIndexOf('/') + 1);
        Measured<Change<FileSystemErrors>> change = window.change(FileSystemErrors.GROUP);
        return change.then(c -> {
                    Long before = c.before().byDevice().get(device);
                    Long after = c.after().byDevice().get(device);
                    return before == null || after == null
                            ? Measured.<Double>not("a file system of type " + one.type() + " does not count them")
                            : Change.growth(before, after).map(grown -> grown / c.seconds());
                })
                .map(errors -> Figure.never(errors, "errors"));
    }
}
