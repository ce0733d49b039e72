package dev.drover.observe.counter.cpu;

import dev.drover.observe.counter.Change;
import dev.drover.observe.counter.Cursor;
import dev.drover.observe.counter.Group;
import dev.drover.observe.counter.Measured;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * {@code /proc/schedstat}: for each CPU the nanoseconds that threads waited in its queue since boot (Linux,
 * scheduler/sched-stats.rst, versions 15 to 17: the eighth number of a line {@code cpuN}). Kernels without CONFIG_SCHEDSTATS have none.
 */
public record RunQueues(SortedMap<Integer, Long> waited) {
    public static final Group<RunQueues> GROUP = Group.file("/proc/schedstat", RunQueues::parse);

    private static final int MOST = 8192;
    private static final int WAITED = 8;

    /** How many threads waited for this CPU, on average. */
    public static Measured<Double> waiting(Change<RunQueues> change, int cpu) {
        Long before = change.before().waited.get(cpu);
        Long after = change.after().waited.get(cpu);
        return before == null || after == null
                ? Measured.not("it was offline")
                : Change.growth(before, after).map(nanos -> nanos / 1e9 / change.seconds());
    }

    static Measured<RunQueues> parse(byte[] bytes) {
        var waited = new TreeMap<Integer, Long>();
        var line = new Cursor(bytes);
        while (!line.atEnd() && waited.size() < MOST && !line.bad()) {
            if (line.skip("cpu")) {
                int cpu = (int) Math.min(MOST, line.number());
                long value = 0;
                for (int i = 0; i < WAITED; i++) {
                    value = line.number();
                }
                waited.put(cpu, value);
            }
            line.nextLine();
        }
        return waited.isEmpty()
                ? Measured.not("no line of a CPU")
                : line.unlessBad(new RunQueues(Collections.unmodifiableSortedMap(waited)));
    }
}
