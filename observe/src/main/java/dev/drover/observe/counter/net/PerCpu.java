package dev.drover.observe.counter.net;

import dev.drover.observe.counter.Cursor;
import dev.drover.observe.counter.Group;
import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.Named;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/**
 * The tables in {@code /proc/net/stat}: a line of names, below it a line of hexadecimal numbers for each CPU, here added up. The
 * size of the table itself, {@code entries}, stands in every line alike and is not added.
 */
public final class PerCpu {
    /** What became of packets at the table of tracked connections. */
    public static final Group<Named> CONNECTIONS = Group.file("/proc/net/stat/nf_conntrack", PerCpu::parse);

    /** What became of lookups in the table of neighbours. */
    public static final Group<Named> NEIGHBOURS = Group.file("/proc/net/stat/arp_cache", PerCpu::parse);

    private static final int MOST_NAMES = 100;
    private static final int MOST_CPUS = 8192;

    private PerCpu() {}

    static Measured<Named> parse(byte[] bytes) {
        var cursor = new Cursor(bytes);
        List<String> names = new ArrayList<>();
        while (!cursor.atLineEnd() && names.size() < MOST_NAMES) {
            names.add(cursor.word());
        }
        cursor.nextLine();
        var sums = new HashMap<String, Long>();
        for (int cpu = 0; cpu < MOST_CPUS && !cursor.atEnd(); cpu++) {
            for (int i = 0; i < names.size() && !cursor.atLineEnd(); i++) {
                sums.merge(names.get(i), cursor.hex(), names.get(i).equals("entries") ? Math::max : Long::sum);
            }
            cursor.nextLine();
        }
        return sums.isEmpty() ? Measured.not("no line for a CPU") : cursor.unlessBad(new Named(sums));
    }
}
