package dev.drover.observe.counter.cgroup;

import dev.drover.observe.counter.Change;
import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.cpu.Pressure;
import java.util.List;

/**
 * A control group that has a limit, and what the limit did. A part without a limit is not measurable and says so.
 *
 * @param path below the root that this host or container sees, such as {@code /system.slice/nginx.service}
 */
public record Cgroup(
        String path,
        Measured<Cpu> cpu,
        Measured<Memory> memory,
        Measured<Tasks> tasks,
        Measured<List<DeviceLimit>> devices,
        Measured<Pressure> cpuPressure,
        Measured<Pressure> memoryPressure,
        Measured<Pressure> ioPressure) {
    /**
     * The quota of CPU time (CFS bandwidth control).
     *
     * @param quota how many CPUs the group may use on average
     * @param periods in which it wanted to run, since it was made
     * @param throttled periods of these in which its quota was used up
     * @param throttledMicros time it could not run for that, of all CPUs together
     */
    public record Cpu(double quota, long periods, long throttled, long throttledMicros) {}

    /**
     * The limit of memory.
     *
     * @param current bytes in use, page cache included
     * @param hits how often use ran into the limit
     * @param kills processes killed for it
     * @param missed pages that had to be read again soon after they were dropped, and those waited for otherwise: workingset
     *     refaults and major faults
     */
    public record Memory(long current, long limit, long hits, Measured<Long> kills, Measured<Long> missed) {}

    /**
     * The limit of tasks.
     *
     * @param refused forks that failed for it
     */
    public record Tasks(long current, long limit, Measured<Long> refused) {}

    /**
     * A limit of I/O on one device, and what the group did there.
     *
     * @param device such as {@code 8:0}
     * @param what is limited
     * @param limit per second
     * @param done bytes or operations since it was made
     */
    public record DeviceLimit(String device, Limited what, long limit, long done) {
        /** Bytes or operations, read or written. */
        public enum Limited {
            READ_BYTES,
            WRITTEN_BYTES,
            READS,
            WRITES
        }
    }

    /**
     * What throttling cost in an interval.
     *
     * @param periods in which the group wanted to run
     * @param share of them that were throttled, from 0 to 1
     * @param stopped seconds it could not run for each second; more than 1 when several CPUs were stopped
     */
    public record Throttling(double quota, long periods, double share, double stopped) {}

    public static Measured<Throttling> throttling(Change<Cgroup> change) {
        return change.before()
                .cpu()
                .then(a -> change.after().cpu().then(b -> {
                    Measured<Long> periods = Change.growth(a.periods, b.periods);
                    Measured<Long> throttled = Change.growth(a.throttled, b.throttled);
                    Measured<Long> micros = Change.growth(a.throttledMicros, b.throttledMicros);
                    return periods.then(p -> throttled.then(t -> micros.map(m -> new Throttling(
                            b.quota, p, p == 0 ? 0 : Math.min(1, t / (double) p), m / 1e6 / change.seconds()))));
                }));
    }
}
