package dev.drover.observe.use;

import dev.drover.observe.counter.Change;
import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.cpu.CpuShares;
import dev.drover.observe.counter.cpu.CpuTimes;
import dev.drover.observe.counter.cpu.Cpus;
import dev.drover.observe.counter.cpu.Pressure;
import dev.drover.observe.counter.cpu.RunQueues;
import dev.drover.observe.counter.cpu.Thermal;
import dev.drover.observe.rule.Unit;
import dev.drover.observe.sample.Window;
import java.util.List;

/** The CPUs together, and each alone. */
final class CpuRows {
    private static final double BUSY = 0.9;
    private static final double WAITED = 0.1;
    private static final String NO_ERRORS = "machine checks are not counted where we could read them: see dmesg";

    private CpuRows() {}

    static void add(Window window, List<Row> rows) {
        Measured<Change<Cpus>> cpus = window.change(Cpus.GROUP);
        rows.add(new Row(
                Row.Kind.CPU,
                "CPUs",
                cpus.then(Cpus::busy).map(busy -> Figure.share(busy, BUSY, "busy")),
                saturation(window),
                slowed(window)));
        Measured<Change<RunQueues>> queues = window.change(RunQueues.GROUP);
        int count = window.now(Cpus.GROUP).map(Cpus::count).orElse(0);
        for (int cpu :
                window.now(Cpus.GROUP).map(c -> List.copyOf(c.each().keySet())).orElse(List.of())) {
            if (count > 1) {
                rows.add(new Row(
                        Row.Kind.CPU,
                        "CPU " + cpu,
                        cpus.then(change -> busy(change, cpu)).map(busy -> Figure.share(busy, BUSY, "busy")),
                        queues.then(change -> RunQueues.waiting(change, cpu))
                                .map(threads -> new Figure(threads, Unit.COUNT, "threads waiting", 1)),
                        Measured.not(NO_ERRORS)));
            }
        }
    }

    /** A CPU that is too hot does less than it could: the nearest to an error that is counted. */
    private static Measured<Figure> slowed(Window window) {
        return window.change(Thermal.GROUP)
                .then(change -> change.growth(t -> t.slowedMillis().values().stream()
                                .mapToLong(m -> m)
                                .sum())
                        .map(millis -> millis / 1000.0 / change.seconds()))
                .map(share -> new Figure(share, Unit.SECONDS, "slowed by heat each second", Double.MIN_VALUE));
    }

    private static Measured<Figure> saturation(Window window) {
        return window.change(Pressure.CPU)
                .then(Pressure::some)
                .map(some -> Figure.share(some, WAITED, "of the time somebody waited"));
    }

    private static Measured<Double> busy(Change<Cpus> change, int cpu) {
        CpuTimes before = change.before().each().get(cpu);
        CpuTimes after = change.after().each().get(cpu);
        return before == null || after == null
                ? Measured.not("it was offline")
                : CpuTimes.shares(new Change<>(before, after, change.seconds())).map(CpuShares::busy);
    }
}
