package dev.drover.observe.counter.cpu;

import dev.drover.observe.counter.Change;
import dev.drover.observe.counter.Cursor;
import dev.drover.observe.counter.Measured;

/**
 * Where one CPU, or all of them together, spent its time since boot, in ticks of 10 ms (proc(5), {@code /proc/stat}).
 *
 * <p>{@code user} and {@code nice} hold the time of guests too. Fields that an old kernel does not print are 0 for good.
 */
public record CpuTimes(long user, long nice, long system, long idle, long iowait, long irq, long softirq, long steal) {
    static CpuTimes read(Cursor line) {
        long[] fields = new long[8];
        for (int i = 0; i < fields.length && !line.atLineEnd(); i++) {
            fields[i] = line.number();
        }
        return new CpuTimes(fields[0], fields[1], fields[2], fields[3], fields[4], fields[5], fields[6], fields[7]);
    }

    /** The shares of the time between two readings, each from 0 to 1; together 1. */
    public static Measured<CpuShares> shares(Change<CpuTimes> change) {
        CpuTimes a = change.before();
        CpuTimes b = change.after();
        long[] grown = {
            b.user - a.user,
            b.nice - a.nice,
            b.system - a.system,
            forgiven(a.idle, b.idle),
            forgiven(a.iowait, b.iowait),
            b.irq - a.irq,
            b.softirq - a.softirq,
            b.steal - a.steal
        };
        double total = 0;
        for (long one : grown) {
            if (one < 0) {
                return Measured.not("the counter went backwards");
            }
            total += one;
        }
        if (total == 0) {
            return Measured.not("no tick passed");
        }
        return Measured.of(new CpuShares(
                grown[0] / total,
                grown[1] / total,
                grown[2] / total,
                grown[3] / total,
                grown[4] / total,
                grown[5] / total,
                grown[6] / total,
                grown[7] / total));
    }

    /** Idle and I/O wait are estimates that the kernel corrects backwards (proc(5)). */
    private static long forgiven(long before, long after) {
        return Math.max(0, after - before);
    }
}
