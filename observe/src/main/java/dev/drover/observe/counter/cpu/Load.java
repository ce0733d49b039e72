package dev.drover.observe.counter.cpu;

import dev.drover.observe.counter.Cursor;
import dev.drover.observe.counter.Group;
import dev.drover.observe.counter.Measured;

/** {@code /proc/loadavg}: the damped number of tasks that run, want to run or sleep uninterruptibly. */
public record Load(double one, double five, double fifteen) {
    public static final Group<Load> GROUP = Group.file("/proc/loadavg", Load::parse);

    static Measured<Load> parse(byte[] bytes) {
        var cursor = new Cursor(bytes);
        return cursor.unlessBad(new Load(cursor.decimal(), cursor.decimal(), cursor.decimal()));
    }
}
