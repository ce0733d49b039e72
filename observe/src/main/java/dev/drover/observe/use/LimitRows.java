package dev.drover.observe.use;

import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.host.FileHandles;
import dev.drover.observe.counter.host.Tasks;
import dev.drover.observe.counter.process.Descriptors;
import dev.drover.observe.sample.Window;
import java.util.List;

/** Tables of the host and of processes that can be full. */
final class LimitRows {
    private static final int MOST_PROCESSES = 3;

    private LimitRows() {}

    static void add(Window window, List<Row> rows) {
        rows.add(row(
                "open files",
                window.now(FileHandles.GROUP)
                        .map(files -> Figure.full(files.open(), files.most(), "of those the host may have"))));
        rows.add(row(
                "tasks",
                window.now(Tasks.GROUP)
                        .map(tasks -> Figure.full(
                                tasks.now(), Math.min(tasks.pidMost(), tasks.threadMost()), "of those there may be"))));
        Measured<Descriptors> descriptors = window.now(Descriptors.GROUP);
        List<Descriptors.Table> tables = descriptors.map(Descriptors::tables).orElse(List.of());
        if (tables.isEmpty()) {
            rows.add(row(
                    "descriptors",
                    descriptors.then(d -> Measured.not("no process" + (d.hidden() > 0 ? " that lets us count" : "")
                            + " has half of its own open"))));
        }
        for (Descriptors.Table table : tables.subList(0, Math.min(MOST_PROCESSES, tables.size()))) {
            rows.add(row(
                    "descriptors of " + table.command() + " " + table.pid(),
                    Measured.of(Figure.full(table.open(), table.most(), "of " + table.most()))));
        }
    }

    private static Row row(String name, Measured<Figure> used) {
        return new Row(Row.Kind.LIMIT, name, used, ProtocolRows.noWaiting(), ProtocolRows.noErrors());
    }
}
