package dev.drover.observe.use;

import dev.drover.observe.counter.Change;
import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.cgroup.Cgroup;
import dev.drover.observe.counter.cgroup.Cgroups;
import dev.drover.observe.sample.Window;
import java.util.List;

/** The limits of control groups. */
final class CgroupRows {
    private static final int MOST = 50;
    private static final double THROTTLED = 0.05;

    private CgroupRows() {}

    static void add(Window window, List<Row> rows) {
        Measured<Change<Cgroups>> change = window.change(Cgroups.GROUP);
        change.map(c -> {
            c.after().byPath().values().stream().limit(MOST).forEach(group -> {
                Cgroup before = c.before().byPath().getOrDefault(group.path(), group);
                add(new Change<>(before, group, c.seconds()), rows);
            });
            return c;
        });
    }

    private static void add(Change<Cgroup> change, List<Row> rows) {
        Cgroup group = change.after();
        if (group.cpu().isMeasured()) {
            rows.add(new Row(
                    Row.Kind.CGROUP,
                    "CPU quota " + group.path(),
                    Measured.not("how much it uses is not read; it may use "
                            + group.cpu()
                                    .map(c -> String.format(java.util.Locale.ROOT, "%.2f", c.quota()))
                                    .orElse("?")
                            + " CPUs"),
                    Cgroup.throttling(change).map(t -> Figure.share(t.share(), THROTTLED, "of periods throttled")),
                    ProtocolRows.noErrors()));
        }
        if (group.memory().isMeasured()) {
            rows.add(new Row(
                    Row.Kind.CGROUP,
                    "memory " + group.path(),
                    group.memory().map(m -> Figure.full(m.current(), m.limit(), "of its limit")),
                    rate(change, c -> c.memory().map(Cgroup.Memory::hits))
                            .map(n -> Figure.never(n, "times at its limit")),
                    rate(change, c -> c.memory().then(Cgroup.Memory::kills))
                            .map(n -> Figure.never(n, "killed for it"))));
        }
        if (group.tasks().isMeasured()) {
            rows.add(new Row(
                    Row.Kind.CGROUP,
                    "tasks " + group.path(),
                    group.tasks().map(t -> Figure.full(t.current(), t.limit(), "of its limit")),
                    ProtocolRows.noWaiting(),
                    rate(change, c -> c.tasks().then(Cgroup.Tasks::refused))
                            .map(n -> Figure.never(n, "forks refused"))));
        }
    }

    private static Measured<Double> rate(
            Change<Cgroup> change, java.util.function.Function<Cgroup, Measured<Long>> counter) {
        return counter.apply(change.before())
                .then(before -> counter.apply(change.after()).then(after -> Change.growth(before, after)))
                .map(grown -> grown / change.seconds());
    }
}
