package dev.drover.observe.counter.memory;

import dev.drover.observe.counter.Group;
import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.Named;

/** The host's memory: how much of it there is, and how hard the kernel works to find some. */
public final class Memory {
    /** {@code /proc/meminfo}, in KiB but for the counts of huge pages. */
    public static final Group<Named> INFO = Group.file("/proc/meminfo", Named::lines);
    /** {@code /proc/vmstat}: events since boot, in pages where they move pages. */
    public static final Group<Named> EVENTS = Group.file("/proc/vmstat", Named::lines);

    private Memory() {}

    /** The share of memory that new work could get without swapping (MemAvailable, since Linux 3.14), from 0 to 1. */
    public static Measured<Double> available(Named info) {
        return info.get("MemAvailable")
                .then(available -> info.get("MemTotal").map(total -> available / (double) Math.max(1, total)));
    }
}
