package dev.drover.observe.counter.process;

import dev.drover.observe.counter.Cursor;
import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.Printable;
import java.nio.charset.StandardCharsets;

/**
 * The fields of {@code /proc/PID/stat} that we use, of a process or of one of its threads (proc(5)).
 *
 * @param cpuTicks time on a CPU, in ticks of 10 ms
 * @param startTicks when it started, since boot
 */
public record Stat(
        String command,
        char state,
        int parent,
        long flags,
        long minorFaults,
        long majorFaults,
        long cpuTicks,
        long systemTicks,
        int nice,
        int threads,
        long startTicks,
        long residentPages,
        int realtime,
        long ioTicks) {
    /** PF_KTHREAD of linux/sched.h. */
    private static final long KERNEL_THREAD = 0x0020_0000;
    /** PF_FORKNOEXEC of linux/sched.h. */
    private static final long FORKED = 0x0000_0040;
    /** Of a command, so many bytes: 15, of threads of the kernel 63 (proc_task_name in fs/proc/array.c). Who tells more lies. */
    static final int LONGEST_NAME = 63;

    public boolean kernel() {
        return (flags & KERNEL_THREAD) != 0;
    }

    /** Whether it runs on in the memory that its parent had when it forked: it has not started another program. */
    public boolean forked() {
        return (flags & FORKED) != 0;
    }

    /** The command may hold anything, brackets, blanks and line ends too: it ends at the last closing bracket. */
    public static Measured<Stat> parse(byte[] bytes) {
        int open = 0;
        while (open < bytes.length && bytes[open] != '(') {
            open++;
        }
        int close = bytes.length - 1;
        while (close > open && bytes[close] != ')') {
            close--;
        }
        if (close <= open) {
            return Measured.not("no command in brackets");
        }
        int length = Math.min(close - open - 1, LONGEST_NAME);
        String command = Printable.of(new String(bytes, open + 1, length, StandardCharsets.UTF_8));
        var rest = new Cursor(bytes, close + 1);
        String state = rest.word();
        if (state.length() != 1) {
            return Measured.not("no state behind the command");
        }
        long[] f = new long[43]; // by the numbers of proc(5)
        for (int i = 4; i < f.length && !rest.atLineEnd(); i++) {
            f[i] = rest.signed();
        }
        return rest.unlessBad(new Stat(
                command,
                state.charAt(0),
                (int) f[4],
                f[9],
                f[10],
                f[12],
                f[14] + f[15],
                f[15],
                (int) f[19],
                (int) f[20],
                f[22],
                f[24],
                (int) f[40],
                f[42]));
    }
}
