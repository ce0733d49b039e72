package dev.drover.observe.process;

import dev.drover.observe.capture.Content;
import dev.drover.observe.capture.Tree;
import dev.drover.observe.counter.Change;
import dev.drover.observe.counter.Cursor;
import dev.drover.observe.counter.Group;
import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.Named;
import dev.drover.observe.counter.cpu.Cpus;
import dev.drover.observe.counter.process.Proc;
import dev.drover.observe.counter.process.Stat;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The making of a {@link Portrait}: look at the process again and again for as long as wanted, then draw what was seen. For one
 * thread.
 */
public final class Sitting {
    private static final int LONGEST_COMMAND_LINE = 1000;
    private static final int MOST_NAMED = 50;
    private static final String KERNEL = "a thread of the kernel has none of its own";

    private final Tree tree;
    private final int pid;
    private final String folder;
    private final List<Look> looks = new ArrayList<>();
    private final Groups groups;
    private Measured<Named> io = Measured.not("not read yet");
    private Measured<Cpus> host = Measured.not("not read yet");
    private boolean ended;

    public Sitting(Tree tree, int pid) {
        this.tree = tree;
        this.pid = pid;
        this.folder = "/proc/" + pid + "/";
        this.groups = new Groups(tree, folder);
    }

    /**
     * Looks once.
     *
     * @param nanos by the monotonic clock, later than at the look before
     * @return the name of the process, or why there is nothing to look at: it ended, or never was
     */
    public Measured<String> look(long nanos) {
        Measured<Look> seen = Look.take(tree, pid, nanos);
        if (looks.isEmpty()) {
            io = Group.read(tree, folder + "io", Named::lines);
            host = Cpus.GROUP.reader().read(tree);
            groups.begin();
        } else {
            ended |= !seen.isMeasured()
                    || seen.map(l -> l.stat().startTicks()).orElse(-1L)
                            != looks.getFirst().stat().startTicks();
        }
        return seen.map(look -> {
            if (!ended) {
                looks.add(look);
            }
            return look.stat().command();
        });
    }

    /** Whether it was there and is not any more. */
    public boolean ended() {
        return ended;
    }

    /** What was seen; there must have been a first look. */
    public Portrait portrait() {
        Stat first = looks.getFirst().stat();
        Stat stat = looks.getLast().stat();
        double seconds = (looks.getLast().nanos() - looks.getFirst().nanos()) / 1e9;
        Measured<Status> status = Group.read(tree, folder + "status", Status::parse);
        Measured<OpenFiles> files = stat.kernel() ? Measured.not(KERNEL) : files();
        return new Portrait(
                identity(stat, status),
                seconds,
                ended,
                stat.kernel() ? Measured.not(KERNEL) : Measured.of(memory(status)),
                ThreadUse.of(looks),
                activity(first, stat, seconds),
                files,
                files.then(f -> SocketTable.count(tree, pid, f.sockets())),
                limits(stat, status, files),
                groups.end(seconds),
                family(stat, seconds));
    }

    private Measured<OpenFiles> files() {
        return Group.read(tree, "/drover/links/" + pid, OpenFiles::parse);
    }

    private Portrait.Identity identity(Stat stat, Measured<Status> status) {
        Measured<Double> age = Group.read(tree, "/proc/uptime", bytes -> {
                    var cursor = new Cursor(bytes);
                    return cursor.unlessBad(cursor.decimal());
                })
                .map(up -> Math.max(0, up - stat.startTicks() / Proc.TICKS_PER_SECOND));
        return new Portrait.Identity(
                pid,
                stat.command(),
                commandLine(),
                stat.kernel(),
                stat.forked() && !stat.kernel(),
                stat.state(),
                stat.nice(),
                stat.threads(),
                status.then(s -> s.number("Uid")),
                age,
                groups.path());
    }

    private String commandLine() {
        if (!(tree.read(folder + "cmdline") instanceof Content.Text text)) {
            return "";
        }
        String line = text.toString().replaceAll("[\\x00-\\x1f\\x7f]+", " ").strip();
        return line.length() > LONGEST_COMMAND_LINE ? line.substring(0, LONGEST_COMMAND_LINE) + " ..." : line;
    }

    /** The sums are cheaper for the kernel than the list of mappings, which can be too long to be read. */
    private Portrait.Memory memory(Measured<Status> status) {
        Measured<Mappings> each = Group.read(tree, folder + "smaps", Mappings::parse);
        Measured<Mappings.Size> sums =
                Group.read(tree, folder + "smaps_rollup", Mappings::parse).map(Mappings::all);
        return new Portrait.Memory(
                status.then(s -> s.bytes("VmRSS")),
                status.then(s -> s.bytes("VmSwap")),
                sums.isMeasured() ? sums : each.map(Mappings::all),
                each.map(Mappings::kinds));
    }

    private Portrait.Activity activity(Stat first, Stat last, double seconds) {
        Measured<Named> now = Group.read(tree, folder + "io", Named::lines);
        double span = Math.max(seconds, 1e-3);
        double cpus = 0;
        Measured<Double> waited = Measured.not("no thread was seen twice");
        for (ThreadUse thread : ThreadUse.of(looks)) {
            cpus += thread.cpus().orElse(0.0);
            double before = waited.orElse(0.0);
            waited = thread.waited().isMeasured() ? thread.waited().map(w -> w + before) : waited;
        }
        double byTicks = (last.cpuTicks() - first.cpuTicks()) / Proc.TICKS_PER_SECOND / span;
        return new Portrait.Activity(
                cpus > 0 ? cpus : Math.max(0, byTicks),
                waited,
                Math.max(0, last.minorFaults() - first.minorFaults()) / span,
                Math.max(0, last.majorFaults() - first.majorFaults()) / span,
                rate(now, "read_bytes", span),
                rate(now, "write_bytes", span));
    }

    private Measured<Double> rate(Measured<Named> now, String name, double seconds) {
        return io.then(a -> now.then(b -> Named.rate(new Change<>(a, b, seconds), name)));
    }

    private Measured<List<Limit>> limits(Stat stat, Measured<Status> status, Measured<OpenFiles> files) {
        return Group.read(tree, folder + "limits", Limit::parse)
                .map(all -> all.stream()
                        .map(limit -> switch (limit.name()) {
                            case "open files" -> limit.used(files.map(OpenFiles::open));
                            case "address space" -> limit.used(status.then(s -> s.bytes("VmSize")));
                            case "data size" -> limit.used(status.then(s -> s.bytes("VmData")));
                            case "stack size" -> limit.used(status.then(s -> s.bytes("VmStk")));
                            case "locked memory" -> limit.used(status.then(s -> s.bytes("VmLck")));
                            case "pending signals" -> limit.used(status.then(s -> s.number("SigQ")));
                            case "cpu time" ->
                                limit.used(Measured.of((long) (stat.cpuTicks() / Proc.TICKS_PER_SECOND)));
                            default -> limit;
                        })
                        .toList());
    }

    private Portrait.Family family(Stat stat, double seconds) {
        Measured<Set<Integer>> now = looks.getLast().children();
        SortedMap<Integer, String> named = new TreeMap<>();
        now.orElse(Set.of()).stream().sorted().limit(MOST_NAMED).forEach(child -> named.put(child, name(child)));
        Measured<Cpus> after = Cpus.GROUP.reader().read(tree);
        Measured<Double> forks = seconds <= 0
                ? Measured.not("seen only once")
                : host.then(a -> after.then(b -> new Change<>(a, b, seconds).rate(Cpus::forks)));
        return new Portrait.Family(
                stat.parent(),
                stat.parent() == 0 ? "" : name(stat.parent()),
                now.map(Set::size),
                named,
                now.map(any -> born()),
                forks);
    }

    private int born() {
        var known = new HashSet<>(looks.getFirst().children().orElse(Set.of()));
        int born = 0;
        for (Look look : looks) {
            for (int child : look.children().orElse(Set.of())) {
                born += known.add(child) ? 1 : 0;
            }
        }
        return born;
    }

    private String name(int other) {
        return tree.read("/proc/" + other + "/comm") instanceof Content.Text text
                ? text.toString().strip()
                : "";
    }
}
