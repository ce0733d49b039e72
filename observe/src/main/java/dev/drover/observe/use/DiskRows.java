package dev.drover.observe.use;

import dev.drover.observe.counter.Change;
import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.cpu.Pressure;
import dev.drover.observe.counter.disk.Disk;
import dev.drover.observe.counter.disk.Disks;
import dev.drover.observe.rule.Unit;
import dev.drover.observe.sample.Window;
import java.util.List;
import java.util.TreeMap;

/** The disks together, and each alone. */
final class DiskRows {
    private static final double WAITED = 0.1;
    private static final double IN_USE = 0.9;
    private static final double QUEUED = 2;
    private static final String NO_ERRORS = "no counter of its errors is read: see smartctl and dmesg";

    private DiskRows() {}

    static void add(Window window, List<Row> rows) {
        Measured<Change<Disks>> change = window.change(Disks.GROUP);
        var uses = new TreeMap<String, Measured<Disk.Use>>();
        for (Disk disk : window.now(Disks.GROUP).map(d -> d.byName().values()).orElse(List.of())) {
            if (disk.kind() != Disk.Kind.NOT_A_DEVICE) {
                uses.put(disk.name(), change.then(c -> use(c, disk)));
            }
        }
        Measured<Double> bytes = uses.values().stream()
                .map(use -> use.map(Disk.Use::bytes))
                .reduce(UseTable::sum)
                .orElse(change.then(c -> Measured.not("this host has no disk of its own")));
        rows.add(new Row(
                Row.Kind.DISK,
                "disks",
                bytes.map(all -> new Figure(all, Unit.BYTES_PER_SECOND, "moved", Double.MAX_VALUE)),
                window.change(Pressure.IO)
                        .then(Pressure::some)
                        .map(some -> Figure.share(some, WAITED, "of the time somebody waited")),
                Measured.not(NO_ERRORS)));
        uses.forEach((name, use) -> rows.add(new Row(
                Row.Kind.DISK,
                "disk " + name,
                use.map(u -> Figure.share(u.utilisation(), IN_USE, "of the time in use")),
                use.map(u -> new Figure(
                        u.queue(), Unit.COUNT, "in flight, " + Unit.MILLISECONDS.show(u.await()) + " each", QUEUED)),
                Measured.not(NO_ERRORS))));
    }

    private static Measured<Disk.Use> use(Change<Disks> change, Disk disk) {
        Disk before = change.before().byName().get(disk.name());
        return before == null ? Measured.not("it is new") : Disk.use(new Change<>(before, disk, change.seconds()));
    }
}
