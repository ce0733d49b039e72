package dev.drover.observe.counter.process;

import dev.drover.observe.capture.Content;
import dev.drover.observe.capture.Tree;
import dev.drover.observe.counter.Group;
import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.Named;
import dev.drover.observe.counter.Printable;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One process from sample to sample. */
final class Followed {
    private static final int LONGEST_COMMAND_LINE = 300;
    private static final int ROUNDS = 30;
    private static final int IDLE_ROUNDS = 30;

    private final String folder;
    private final String schedstat;
    private final String stat;
    private final int pid;
    private int round;
    private @Nullable Stat before;
    private String commandLine = "";
    private Membership groups = Membership.UNKNOWN;
    private byte[] groupsRead = {};
    private Measured<Proc.Io> io = Measured.not("not read yet");
    private final Threads threads;
    private final Waits waits;
    private @Nullable Turns lastTurns;
    private @Nullable Proc last;
    private int idle;

    Followed(int pid) {
        this.pid = pid;
        this.folder = "/proc/" + pid + "/";
        this.schedstat = folder + "schedstat";
        this.stat = folder + "stat";
        this.idle = pid % IDLE_ROUNDS; // not all in one round
        this.threads = new Threads(folder, pid);
        this.waits = new Waits(folder, pid);
    }

    /**
     * A process of one thread that has not run since the last sample is as it was; only its memory may have shrunk, which is looked
     * at now and then.
     */
    Measured<Proc> read(Tree tree) {
        Measured<Turns> turns = Group.read(tree, schedstat, Turns::parse);
        Proc then = last;
        if (then != null
                && then.threads() == 1
                && turns instanceof Measured.Value<Turns>(Turns now)
                && now.equals(lastTurns)
                && ++idle % IDLE_ROUNDS != 0) {
            return Measured.of(then);
        }
        Measured<Proc> read = Group.read(tree, stat, Stat::parse).map(told -> {
            follow(tree, told, turns);
            return proc(told);
        });
        last = read instanceof Measured.Value<Proc>(Proc proc) ? proc : null;
        return read;
    }

    private Proc proc(Stat stat) {
        return new Proc(
                pid,
                stat.command(),
                commandLine,
                stat.state(),
                stat.parent(),
                stat.kernel(),
                stat.nice(),
                stat.threads(),
                stat.startTicks(),
                stat.cpuTicks(),
                stat.majorFaults(),
                stat.ioTicks(),
                stat.residentPages(),
                threads.waited(),
                io,
                groups,
                stat.systemTicks(),
                stat.realtime(),
                waits.allowedCpus(),
                List.copyOf(threads.busy()),
                waits.stuck(),
                waits.inbox());
    }

    private void follow(Tree tree, Stat now, Measured<Turns> turns) {
        boolean isNew = before == null || before.startTicks() != now.startTicks();
        Stat then = isNew || before == null ? now : before;
        if (isNew || !then.command().equals(now.command()) || round % ROUNDS == 0) {
            commandLine = now.kernel() ? "" : commandLine(tree);
        }
        if (isNew) {
            groups = Membership.UNKNOWN;
            groupsRead = new byte[0];
            lastTurns = null;
            threads.forget();
        }
        boolean active = isNew || now.cpuTicks() != then.cpuTicks() || now.state() == 'R' || now.state() == 'D';
        if (active && !now.kernel()) {
            groups = groups(tree);
            io = Group.read(tree, folder + "io", Named::lines).then(Followed::io);
        }
        lastTurns = turns instanceof Measured.Value<Turns>(Turns value) ? value : null;
        threads.read(tree, turns, now.command(), active && now.threads() > 1);
        if (!now.kernel()) {
            waits.read(tree, now, threads);
        }
        before = now;
        round++;
    }

    private static Measured<Proc.Io> io(Named lines) {
        return lines.get("read_bytes")
                .then(read -> lines.get("write_bytes").map(written -> new Proc.Io(read, written)));
    }

    private String commandLine(Tree tree) {
        if (!(tree.read(folder + "cmdline") instanceof Content.Text text)) {
            return "";
        }
        String line = Printable.of(
                text.toString().replaceAll("[\\x00-\\x1f\\x7f]+", " ").strip());
        return line.length() > LONGEST_COMMAND_LINE ? line.substring(0, LONGEST_COMMAND_LINE) + " ..." : line;
    }

    /** Looked at whenever it has run: it may have been moved into a group a moment ago. */
    private Membership groups(Tree tree) {
        if (!(tree.read(folder + "cgroup") instanceof Content.Text(byte[] bytes))) {
            return groups;
        }
        if (Arrays.equals(bytes, groupsRead)) {
            return groups;
        }
        groupsRead = bytes;
        return Membership.parse(new Content.Text(bytes));
    }
}
