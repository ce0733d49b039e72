package dev.drover.observe.counter.disk;

import dev.drover.observe.counter.Change;
import dev.drover.observe.counter.Measured;

/**
 * One line of {@code /proc/diskstats} (Linux, Documentation/admin-guide/iostats.rst): counts since boot, times in milliseconds,
 * sectors of 512 bytes. Times are kept in 32 bits by the kernel and wrap.
 *
 * @param inFlight requests that the device has not finished at this moment
 * @param busyMillis time in which at least one request was in flight
 * @param queueMillis time of all requests in flight together
 * @param flushes of the device's own cache that were asked for; 0 before Linux 5.5
 * @param flushMillis time they took
 */
public record Disk(
        String name,
        Kind kind,
        long reads,
        long readSectors,
        long readMillis,
        long writes,
        long writeSectors,
        long writeMillis,
        long inFlight,
        long busyMillis,
        long queueMillis,
        long flushes,
        long flushMillis) {
    /** What a block device is made of. */
    public enum Kind {
        /** Heads that move. */
        ROTATING,
        /** Flash, or a virtual disk that says so. */
        SOLID,
        /** A whole device that does not say, or a virtual one that knows no better. */
        UNKNOWN,
        /** A part of another device, or memory, or a file: its waiting is another device's. */
        NOT_A_DEVICE
    }

    /**
     * What a device did in an interval.
     *
     * @param operations reads and writes finished, per second
     * @param bytes read and written, per second
     * @param await milliseconds from the queueing of a request to its end, on average; 0 without requests
     * @param queue requests in flight, on average
     * @param utilisation share of the time in which at least one was
     */
    public record Use(double operations, double bytes, double await, double queue, double utilisation) {}

    /**
     * What a device did one way, reading or writing.
     *
     * @param operations finished, per second
     * @param bytes per second
     * @param await milliseconds from the queueing of a request to its end, on average; 0 without requests
     */
    public record Way(double operations, double bytes, double await) {
        private static Measured<Way> of(
                Measured<Long> operations, Measured<Long> sectors, Measured<Long> millis, double seconds) {
            return operations.then(n -> sectors.then(s ->
                    millis.map(ms -> new Way(n / seconds, s * 512 / seconds, n == 0 ? 0 : ms / (double) n))));
        }
    }

    public static Measured<Way> reading(Change<Disk> change) {
        return Way.of(
                change.growth(Disk::reads),
                change.growth(Disk::readSectors),
                Change.growth32(change.before().readMillis, change.after().readMillis),
                change.seconds());
    }

    public static Measured<Way> writing(Change<Disk> change) {
        return Way.of(
                change.growth(Disk::writes),
                change.growth(Disk::writeSectors),
                Change.growth32(change.before().writeMillis, change.after().writeMillis),
                change.seconds());
    }

    public static Measured<Use> use(Change<Disk> change) {
        Disk a = change.before();
        Disk b = change.after();
        Measured<Long> operations = Change.growth(a.reads + a.writes, b.reads + b.writes);
        Measured<Long> sectors = Change.growth(a.readSectors + a.writeSectors, b.readSectors + b.writeSectors);
        Measured<Long> reading = Change.growth32(a.readMillis, b.readMillis);
        Measured<Long> writing = Change.growth32(a.writeMillis, b.writeMillis);
        Measured<Long> busy = Change.growth32(a.busyMillis, b.busyMillis);
        Measured<Long> queue = Change.growth32(a.queueMillis, b.queueMillis);
        double millis = change.seconds() * 1000;
        return operations.then(n ->
                sectors.then(s -> reading.then(r -> writing.then(w -> busy.then(u -> queue.map(q -> new Use(
                        n / change.seconds(),
                        s * 512 / change.seconds(),
                        n == 0 ? 0 : (r + w) / (double) n,
                        q / millis,
                        Math.min(1, u / millis))))))));
    }
}
