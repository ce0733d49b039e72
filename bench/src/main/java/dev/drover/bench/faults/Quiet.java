package dev.drover.bench.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleConsumer;

/** Whether the machine is quiet: what others do on it would be named, and felt, as if it were the fault. */
final class Quiet {
    /** The share of all CPUs that is not idle, over a second. */
    static final double MOST = 0.10;

    private static final int PATIENCE = 120;
    private static final int TOLD = 30;

    private Quiet() {}

    /** Waits until it is, for two minutes, and tells so each half minute; how busy it is at the end. */
    static double await(DoubleConsumer waiting) throws IOException, InterruptedException {
        double busy = busy();
        for (int i = 1; busy > MOST && i < PATIENCE; i++) {
            if (i % TOLD == 5) {
                waiting.accept(busy);
            }
            busy = busy();
        }
        return busy;
    }

    private static double busy() throws IOException, InterruptedException {
        long[] before = times();
        TimeUnit.SECONDS.sleep(1);
        long[] after = times();
        return busy(before, after);
    }

    /** All ticks, and those of them that were idle or waited for a disk. */
    private static long[] times() throws IOException {
        return times(Files.readAllLines(Path.of("/proc/stat")).getFirst());
    }

    /** {@code cpu USER NICE SYSTEM IDLE IOWAIT IRQ SOFTIRQ STEAL ...} (proc(5)). */
    static long[] times(String line) {
        String[] fields = line.trim().split("\\s+", -1);
        long all = 0;
        for (int i = 1; i < Math.min(9, fields.length); i++) {
            all += Long.parseLong(fields[i]);
        }
        return new long[] {all, Long.parseLong(fields[4]) + Long.parseLong(fields[5])};
    }

    static double busy(long[] before, long[] after) {
        double all = after[0] - before[0];
        return all <= 0 ? 0 : Math.max(0, 1 - (after[1] - before[1]) / all);
    }
}
