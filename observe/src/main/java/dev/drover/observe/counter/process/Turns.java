package dev.drover.observe.counter.process;

import dev.drover.observe.counter.Cursor;
import dev.drover.observe.counter.Measured;

/**
 * {@code schedstat} of a process's first thread, or of a thread (Linux, scheduler/sched-stats.rst), since it started.
 *
 * @param ran nanoseconds on a CPU
 * @param waited nanoseconds ready to run without a CPU
 * @param count how often it got one
 */
public record Turns(long ran, long waited, long count) {
    public static Measured<Turns> parse(byte[] bytes) {
        var cursor = new Cursor(bytes);
        return cursor.unlessBad(new Turns(cursor.number(), cursor.number(), cursor.number()));
    }
}
