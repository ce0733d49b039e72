package dev.drover.observe.counter.cgroup;

import dev.drover.observe.capture.Content;
import dev.drover.observe.capture.Tree;
import dev.drover.observe.counter.Cursor;
import dev.drover.observe.counter.Group;
import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.Named;
import dev.drover.observe.counter.cpu.Pressure;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The folders of one control group, one for each controller in version 1, and its limits as they were when it was found.
 *
 * <p>Sources: Linux, Documentation/scheduler/sched-bwc.rst and admin-guide/cgroup-v1/memory.rst for version 1,
 * admin-guide/cgroup-v2.rst for version 2.
 */
final class Folders {
    /** Version 1 prints the largest number of pages for no limit. */
    private static final long UNLIMITED = 1L << 60;

    private static final List<String> FILES = List.of(
            "cgroup.",
            "cpu.",
            "cpuacct.",
            "cpuset.",
            "memory.",
            "io.",
            "blkio.",
            "pids.",
            "devices.",
            "freezer.",
            "hugetlb.",
            "rdma.",
            "misc.",
            "net_cls.",
            "net_prio.",
            "perf_event.",
            "irq.",
            "dmem.",
            "debug.");

    private final String path;
    private @Nullable String cpu;
    private @Nullable String memory;
    private @Nullable String tasks;
    private @Nullable DeviceLimits devices;
    private @Nullable String pressure;
    private boolean unified;
    private OptionalDouble cpuLimit = OptionalDouble.empty();
    private OptionalLong memoryLimit = OptionalLong.empty();
    private OptionalLong tasksLimit = OptionalLong.empty();

    Folders(String path) {
        this.path = path;
    }

    static boolean isFile(String name) {
        return FILES.stream().anyMatch(name::startsWith)
                || name.equals("tasks")
                || name.equals("notify_on_release")
                || name.equals("release_agent");
    }

    String path() {
        return path;
    }

    boolean isLimited() {
        return cpuLimit.isPresent() || memoryLimit.isPresent() || tasksLimit.isPresent() || devices != null;
    }

    /** Adds what a mounted tree knows of this group. */
    void at(Mount mount, Tree tree) {
        String folder = mount.point() + (path.equals("/") ? "" : path);
        unified |= mount.version() == 2;
        if (mount.version() == 2) {
            pressure = folder;
        }
        if (mount.has("cpu") && cpuLimit.isEmpty()) {
            cpuLimit = mount.version() == 2 ? quota2(tree, folder) : quota1(tree, folder);
            cpu = cpuLimit.isPresent() ? folder : cpu;
        }
        if (mount.has("memory") && memoryLimit.isEmpty()) {
            memoryLimit = limit(tree, folder + (mount.version() == 2 ? "/memory.max" : "/memory.limit_in_bytes"));
            memory = memoryLimit.isPresent() ? folder : memory;
        }
        if (mount.has("pids") && tasksLimit.isEmpty()) {
            tasksLimit = limit(tree, folder + "/pids.max");
            tasks = tasksLimit.isPresent() ? folder : tasks;
        }
        if (mount.has("blkio") && devices == null) {
            devices = DeviceLimits.of(tree, folder, mount.version());
        }
    }

    /** {@code 50000 100000}, in microseconds, or {@code max 100000}. */
    private static OptionalDouble quota2(Tree tree, String folder) {
        if (!(tree.read(folder + "/cpu.max") instanceof Content.Text text)) {
            return OptionalDouble.empty();
        }
        var cursor = new Cursor(text.bytes());
        double quota = cursor.number();
        long period = cursor.number();
        return cursor.bad() || period == 0 ? OptionalDouble.empty() : OptionalDouble.of(quota / period);
    }

    private static OptionalDouble quota1(Tree tree, String folder) {
        OptionalLong quota = limit(tree, folder + "/cpu.cfs_quota_us");
        OptionalLong period = limit(tree, folder + "/cpu.cfs_period_us");
        return quota.isEmpty() || period.isEmpty() || period.getAsLong() == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(quota.getAsLong() / (double) period.getAsLong());
    }

    /** A number; {@code max}, {@code -1} and the absurd are none. */
    private static OptionalLong limit(Tree tree, String file) {
        Measured<Long> read = number(tree, file);
        long value = read.orElse(UNLIMITED);
        return value >= UNLIMITED ? OptionalLong.empty() : OptionalLong.of(value);
    }

    private static Measured<Long> number(Tree tree, String file) {
        return Group.read(tree, file, bytes -> {
            var cursor = new Cursor(bytes);
            return cursor.unlessBad(cursor.number());
        });
    }

    Cgroup read(Tree tree) {
        return new Cgroup(
                path,
                cpu == null ? Measured.not("it has no CPU quota") : cpu(tree, cpu),
                memory == null ? Measured.not("it has no memory limit") : memory(tree, memory),
                tasks == null ? Measured.not("it has no limit of tasks") : tasks(tree, tasks),
                devices == null ? Measured.not("it has no limit of I/O") : devices.read(tree),
                pressure(tree, "cpu"),
                pressure(tree, "memory"),
                pressure(tree, "io"));
    }

    private Measured<Cgroup.Cpu> cpu(Tree tree, String folder) {
        double quota = cpuLimit.orElseThrow();
        return Group.read(tree, folder + "/cpu.stat", Named::lines)
                .then(stat -> stat.get("nr_periods")
                        .then(periods -> stat.get("nr_throttled")
                                .then(throttled -> micros(stat)
                                        .map(micros -> new Cgroup.Cpu(quota, periods, throttled, micros)))));
    }

    /** Version 1 counts nanoseconds. */
    private static Measured<Long> micros(Named stat) {
        Measured<Long> two = stat.get("throttled_usec");
        return two.isMeasured() ? two : stat.get("throttled_time").map(nanos -> nanos / 1000);
    }

    private Measured<Cgroup.Memory> memory(Tree tree, String folder) {
        long limit = memoryLimit.orElseThrow();
        boolean two = Group.read(tree, folder + "/memory.events", Named::lines).isMeasured();
        Measured<Named> events =
                Group.read(tree, folder + (two ? "/memory.events" : "/memory.oom_control"), Named::lines);
        Measured<Long> hits = two ? events.then(e -> e.get("max")) : number(tree, folder + "/memory.failcnt");
        Measured<Long> kills = events.then(e -> e.get("oom_kill"));
        return number(tree, folder + (two ? "/memory.current" : "/memory.usage_in_bytes"))
                .then(current -> hits.map(h -> new Cgroup.Memory(current, limit, h, kills, missed(tree, folder))));
    }

    /** Version 1 counts its own and, as {@code total_...}, those of the groups below too. */
    private static Measured<Long> missed(Tree tree, String folder) {
        return Group.read(tree, folder + "/memory.stat", Named::lines).then(stat -> {
            String prefix = stat.get("total_pgmajfault").isMeasured() ? "total_" : "";
            return stat.get(prefix + "pgmajfault")
                    .map(major -> major
                            + stat.get(prefix + "workingset_refault_anon").orElse(0L)
                            + stat.get(prefix + "workingset_refault_file").orElse(0L));
        });
    }

    private Measured<Cgroup.Tasks> tasks(Tree tree, String folder) {
        long limit = tasksLimit.orElseThrow();
        Measured<Long> refused =
                Group.read(tree, folder + "/pids.events", Named::lines).then(e -> e.get("max"));
        return number(tree, folder + "/pids.current").map(current -> new Cgroup.Tasks(current, limit, refused));
    }

    private Measured<Pressure> pressure(Tree tree, String resource) {
        return pressure == null || path.equals("/")
                ? Measured.not(unified ? "the root has the pressure of the host" : "version 1 tells no pressure")
                : Group.read(tree, pressure + "/" + resource + ".pressure", Pressure::parse);
    }
}
