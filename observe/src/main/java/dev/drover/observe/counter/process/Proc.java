package dev.drover.observe.counter.process;

import dev.drover.observe.counter.Change;
import dev.drover.observe.counter.Measured;
import java.util.List;

/**
 * One process (proc(5), {@code /proc/PID/stat} and its neighbours). Counts since it started, but for {@code waitNanos}.
 *
 * @param command what the kernel calls it, at most 15 characters
 * @param commandLine as it was started; empty for a thread of the kernel
 * @param state R runs or wants to, S sleeps, D waits uninterruptibly, Z is a corpse, T is stopped
 * @param startTicks when it started; together with its number it is unmistakable
 * @param cpuTicks time on a CPU, of all its threads, in ticks of 10 ms
 * @param waitNanos time its threads wanted a CPU and had none (run delay), as far as it was followed: of threads that ran or
 *     wanted to
 * @param ioTicks time it waited for block I/O, in ticks; stays 0 unless the kernel accounts for delays
 * @param residentPages of memory
 * @param groups the control groups it is in
 * @param systemTicks the part of {@code cpuTicks} that the kernel worked for it
 * @param realtime its priority among real-time tasks, from 1 to 99; 0 for all others
 * @param allowedCpus the CPUs it may run on, such as {@code 0-3,8}; read only of those that waited for one, else empty
 * @param tasks its threads that have used a good part of a CPU since it was followed
 * @param stuck where it waits, if it waits uninterruptibly
 * @param inbox what waits in its sockets; read only while one of its threads uses all of a CPU
 */
public record Proc(
        int pid,
        String command,
        String commandLine,
        char state,
        int parent,
        boolean kernel,
        int nice,
        int threads,
        long startTicks,
        long cpuTicks,
        long majorFaults,
        long ioTicks,
        long residentPages,
        Measured<Long> waitNanos,
        Measured<Io> io,
        Membership groups,
        long systemTicks,
        int realtime,
        String allowedCpus,
        List<Task> tasks,
        Measured<Stuck> stuck,
        Measured<Inbox> inbox) {
    /** Its control group for CPUs. */
    public String cgroup() {
        return groups.cpu();
    }

    /** A thread: nanoseconds on a CPU and waiting for one, since it started. */
    public record Task(int tid, String name, long cpuNanos, long waitNanos) {}

    /**
     * An uninterruptible wait.
     *
     * @param where the function of the kernel it sleeps in; empty if the kernel does not tell
     * @param seconds since it last ran
     */
    public record Stuck(String where, double seconds) {}

    /** Bytes that went to and came from the layer of block devices ({@code /proc/PID/io}). */
    public record Io(long readBytes, long writtenBytes) {}

    /**
     * What a process did in an interval.
     *
     * @param cpus on how many CPUs it ran, on average
     * @param waited how many of its threads waited for a CPU, on average
     * @param bytes read from and written to devices, per second
     * @param majorFaults per second
     * @param system the part of {@code cpus} that the kernel worked for it
     */
    public record Use(
            Proc who,
            double cpus,
            Measured<Double> waited,
            Measured<Double> bytes,
            double majorFaults,
            double system) {}

    /** How long a tick is: 10 ms wherever Linux runs servers. */
    public static final double TICKS_PER_SECOND = 100;

    public static Use use(Change<Proc> change) {
        double seconds = change.seconds();
        Proc a = change.before();
        Proc b = change.after();
        Measured<Double> waited = a.waitNanos
                .then(from -> b.waitNanos.then(to -> Change.growth(from, to)))
                .map(n -> n / 1e9 / seconds);
        Measured<Double> bytes = a.io.then(from -> b.io.then(
                        to -> Change.growth(from.readBytes + from.writtenBytes, to.readBytes + to.writtenBytes)))
                .map(n -> n / seconds);
        return new Use(
                b,
                Math.max(0, b.cpuTicks - a.cpuTicks) / TICKS_PER_SECOND / seconds,
                waited,
                bytes,
                Math.max(0, b.majorFaults - a.majorFaults) / seconds,
                Math.max(0, b.systemTicks - a.systemTicks) / TICKS_PER_SECOND / seconds);
    }
}
