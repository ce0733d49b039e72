package dev.drover.observe.rule.disk;

import dev.drover.observe.counter.Change;
import dev.drover.observe.counter.disk.Disk;
import dev.drover.observe.counter.disk.Disks;
import java.util.ArrayList;
import java.util.List;

/** The block devices of a window and what each did in it. */
final class Devices {
    private Devices() {}

    record Used(Disk disk, Disk.Use use) {}

    /** Whole devices only: parts, memory and files wait for others. */
    static List<Used> used(Change<Disks> change) {
        var all = new ArrayList<Used>();
        for (Disk disk : change.after().byName().values()) {
            Disk before = change.before().byName().get(disk.name());
            if (before != null && disk.kind() != Disk.Kind.NOT_A_DEVICE) {
                Disk.use(new Change<>(before, disk, change.seconds())).map(use -> all.add(new Used(disk, use)));
            }
        }
        return all;
    }
}
