package dev.drover.observe.use;

import dev.drover.observe.counter.Measured;
import dev.drover.observe.sample.Window;
import java.util.ArrayList;
import java.util.List;

/** All resources of a host over a window, each with all three cells: a number, or why there is none. */
public final class UseTable {
    private UseTable() {}

    public static List<Row> of(Window window) {
        var rows = new ArrayList<Row>();
        CpuRows.add(window, rows);
        MemoryRows.add(window, rows);
        DiskRows.add(window, rows);
        FileSystemRows.add(window, rows);
        NetworkRows.add(window, rows);
        ProtocolRows.add(window, rows);
        LimitRows.add(window, rows);
        CgroupRows.add(window, rows);
        return List.copyOf(rows);
    }

    /** The average over the window of how fast a named counter grows, per second. */
    static Measured<Double> rate(
            Window window, dev.drover.observe.counter.Group<dev.drover.observe.counter.Named> group, String name) {
        return window.whole().rate(group, name);
    }

    static Measured<Double> sum(Measured<Double> a, Measured<Double> b) {
        return a.then(x -> b.map(y -> x + y));
    }
}
