package dev.drover.observe.counter.cpu;

import dev.drover.observe.counter.Change;
import dev.drover.observe.counter.Cursor;
import dev.drover.observe.counter.Group;
import dev.drover.observe.counter.Measured;

/**
 * Pressure stall information of one resource, of the host or of a control group (Linux, Documentation/accounting/psi.rst).
 *
 * @param some time in which at least one task waited, in microseconds since boot
 * @param full time in which all tasks that had work waited, likewise
 */
public record Pressure(long some, Measured<Long> full) {
    public static final Group<Pressure> CPU = Group.file("/proc/pressure/cpu", Pressure::parse);
    public static final Group<Pressure> MEMORY = Group.file("/proc/pressure/memory", Pressure::parse);
    public static final Group<Pressure> IO = Group.file("/proc/pressure/io", Pressure::parse);

    private static final Measured<Long> NO_FULL = Measured.not("this kernel tells no full pressure of it");

    /** The share of an interval in which at least one task waited, from 0 to 1. */
    public static Measured<Double> some(Change<Pressure> change) {
        return change.rate(Pressure::some).map(Pressure::share);
    }

    /** The share of an interval in which all tasks that had work waited, from 0 to 1. */
    public static Measured<Double> full(Change<Pressure> change) {
        return change.before()
                .full()
                .then(before -> change.after().full().then(after -> Change.growth(before, after)))
                .map(grown -> share(grown / change.seconds()));
    }

    private static double share(double microsecondsPerSecond) {
        return Math.min(1, microsecondsPerSecond / 1e6);
    }

    public static Measured<Pressure> parse(byte[] bytes) {
        var cursor = new Cursor(bytes);
        if (!cursor.skip("some")) {
            return Measured.not("does not start with the line some");
        }
        long some = total(cursor);
        cursor.nextLine();
        Measured<Long> full = cursor.skip("full") ? Measured.of(total(cursor)) : NO_FULL;
        return cursor.unlessBad(new Pressure(some, full));
    }

    private static long total(Cursor line) {
        while (!line.atLineEnd()) {
            String key = line.word();
            if (key.startsWith("total=")) {
                return new Cursor(key.getBytes(java.nio.charset.StandardCharsets.UTF_8), 6).number();
            }
        }
        return line.number(); // bad: there is none
    }
}
