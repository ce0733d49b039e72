package dev.drover.observe.counter.cpu;

import dev.drover.observe.counter.Change;
import dev.drover.observe.counter.Cursor;
import dev.drover.observe.counter.Group;
import dev.drover.observe.counter.Measured;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * {@code /proc/stat}: the CPUs together and each alone, and what the scheduler counts.
 *
 * @param each by number; a CPU that is offline is absent
 * @param contextSwitches since boot
 * @param forks processes and threads made since boot
 * @param running tasks that run or want to, at this moment, the reader among them
 * @param blocked tasks that wait for I/O at this moment
 */
public record Cpus(
        CpuTimes all, SortedMap<Integer, CpuTimes> each, long contextSwitches, long forks, long running, long blocked) {
    public static final Group<Cpus> GROUP = Group.file("/proc/stat", Cpus::parse);

    private static final int MOST = 8192;

    public int count() {
        return Math.max(1, each.size());
    }

    public static Measured<CpuShares> shares(Change<Cpus> change) {
        return CpuTimes.shares(change.of(Cpus::all));
    }

    public static Measured<Double> busy(Change<Cpus> change) {
        return shares(change).map(CpuShares::busy);
    }

    static Measured<Cpus> parse(byte[] bytes) {
        var cursor = new Cursor(bytes);
        if (!cursor.skip("cpu ")) {
            return Measured.not("does not start with the line cpu");
        }
        CpuTimes all = CpuTimes.read(cursor);
        cursor.nextLine();
        var each = new TreeMap<Integer, CpuTimes>();
        while (cursor.skip("cpu") && each.size() < MOST) {
            int number = (int) Math.min(MOST, cursor.number());
            each.put(number, CpuTimes.read(cursor));
            cursor.nextLine();
        }
        long[] counts = new long[4];
        while (!cursor.atEnd()) {
            int which = which(cursor);
            if (which >= 0) {
                counts[which] = cursor.number();
            }
            cursor.nextLine();
        }
        return cursor.unlessBad(
                new Cpus(all, Collections.unmodifiableSortedMap(each), counts[0], counts[1], counts[2], counts[3]));
    }

    private static int which(Cursor line) {
        if (line.skip("ctxt ")) {
            return 0;
        }
        if (line.skip("processes ")) {
            return 1;
        }
        if (line.skip("procs_running ")) {
            return 2;
        }
        return line.skip("procs_blocked ") ? 3 : -1;
    }
}
