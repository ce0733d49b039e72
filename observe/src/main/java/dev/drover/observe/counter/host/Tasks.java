package dev.drover.observe.counter.host;

import dev.drover.observe.capture.Tree;
import dev.drover.observe.counter.Cursor;
import dev.drover.observe.counter.Group;
import dev.drover.observe.counter.Measured;

/**
 * Tasks of the whole host, that is threads of all processes, and how many there may be.
 *
 * @param pidMost numbers that can be given ({@code kernel.pid_max})
 * @param threadMost tasks that memory allows ({@code kernel.threads-max})
 */
public record Tasks(long now, long pidMost, long threadMost) {
    public static final Group<Tasks> GROUP = Group.files("/proc/sys/kernel/pid_max", () -> Tasks::read);

    private static Measured<Tasks> read(Tree tree) {
        return Group.read(tree, "/proc/loadavg", Tasks::running)
                .then(now -> Group.read(tree, "/proc/sys/kernel/pid_max", Tasks::number)
                        .then(pids -> Group.read(tree, "/proc/sys/kernel/threads-max", Tasks::number)
                                .map(threads -> new Tasks(now, pids, threads))));
    }

    /** {@code 0.20 0.18 0.12 1/80 11206}: 80 tasks (proc(5)). */
    static Measured<Long> running(byte[] bytes) {
        var cursor = new Cursor(bytes);
        cursor.decimal();
        cursor.decimal();
        cursor.decimal();
        cursor.blanks();
        cursor.until('/');
        return cursor.unlessBad(cursor.number());
    }

    static Measured<Long> number(byte[] bytes) {
        var cursor = new Cursor(bytes);
        return cursor.unlessBad(cursor.number());
    }
}
