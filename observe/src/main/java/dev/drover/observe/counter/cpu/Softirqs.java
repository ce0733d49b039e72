package dev.drover.observe.counter.cpu;

import dev.drover.observe.counter.Change;
import dev.drover.observe.counter.Cursor;
import dev.drover.observe.counter.Group;
import dev.drover.observe.counter.Measured;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * {@code /proc/softirqs}: how often each CPU took up received packets since boot ({@code NET_RX}), by the number of the CPU. The
 * kernel counts in 32 bits.
 */
public record Softirqs(SortedMap<Integer, Long> received) {
    public static final Group<Softirqs> GROUP = Group.file("/proc/softirqs", Softirqs::parse);

    private static final int MOST = 8192;

    /** By how much each CPU's count grew; of CPUs that were there all the time. */
    public static Measured<SortedMap<Integer, Long>> grown(Change<Softirqs> change) {
        var grown = new TreeMap<Integer, Long>();
        change.after().received.forEach((cpu, now) -> {
            Long before = change.before().received.get(cpu);
            if (before != null) {
                Change.growth32(before, now).map(more -> grown.put(cpu, more));
            }
        });
        return grown.isEmpty() ? Measured.not("no CPU's count of NET_RX can be compared") : Measured.of(grown);
    }

    static Measured<Softirqs> parse(byte[] bytes) {
        var line = new Cursor(bytes);
        List<Integer> cpus = new ArrayList<>();
        while (!line.atLineEnd() && cpus.size() < MOST && !line.bad()) {
            if (!line.skip("CPU")) {
                return Measured.not("does not start with the names of CPUs");
            }
            cpus.add((int) Math.min(Integer.MAX_VALUE, line.number()));
        }
        line.nextLine();
        while (!line.atEnd()) {
            line.blanks();
            if (line.skip("NET_RX:")) {
                var received = new TreeMap<Integer, Long>();
                for (int cpu : cpus) {
                    received.put(cpu, line.number());
                }
                return line.unlessBad(new Softirqs(Collections.unmodifiableSortedMap(received)));
            }
            line.nextLine();
        }
        return Measured.not("no line NET_RX");
    }
}
