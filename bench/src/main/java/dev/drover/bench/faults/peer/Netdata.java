package dev.drover.bench.faults.peer;

import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.cpu.Load;
import dev.drover.observe.counter.disk.FileSystems;
import dev.drover.observe.counter.host.Clock;
import dev.drover.observe.counter.host.Entropy;
import dev.drover.observe.counter.host.FileHandles;
import dev.drover.observe.counter.host.Tasks;
import dev.drover.observe.counter.memory.Memory;
import dev.drover.observe.counter.memory.MemoryErrors;
import dev.drover.observe.sample.Window;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** Netdata's stock alerts of hosts; those that notify nobody as they come ({@code to: silent}) are raised all the same. */
final class Netdata {
    private static final double GIB = 1L << 30;

    static final Peer PEER = new Peer(
            "Netdata",
            "https://github.com/netdata/netdata/blob/master/src/health/health.d/",
            Stream.of(cpu(), memory(), swapAndGroups(), modules(), disk(), limits(), NetdataNetwork.alerts())
                    .flatMap(List::stream)
                    .toList(),
            List.of(
                    "out_of_disk_space_time, out_of_disk_inodes_time: predict hours from the last one, which ten seconds cannot stand"
                            + " for; any write would raise them",
                    "10s_received_packets_storm: compares ten seconds with the minute before",
                    "tcp_connections: Linux has no such limit; sync_freq: counts a system call that recordings do not hold",
                    "alerts of applications, of FreeBSD, of Kubernetes, and those of hardware that this machine does not have"));

    private Netdata() {}

    static Alert alert(
            String file,
            String name,
            String when,
            String over,
            List<String> right,
            Function<Window, Measured<Double>> number,
            Limits limits) {
        return new Alert(name, when, over, file, right, number, limits);
    }

    private static List<Alert> cpu() {
        return List.of(
                alert(
                        "cpu.conf",
                        "10min_cpu_usage",
                        "user, system and interrupts > 85 %, critical > 95 %",
                        "10 min",
                        Means.CPU,
                        Numbers.cpu(s -> s.user() + s.system() + s.irq() + s.softirq()),
                        Limits.over(85, 95)),
                alert(
                        "cpu.conf",
                        "10min_cpu_iowait",
                        "waiting for I/O > 40 %",
                        "10 min",
                        Means.DISK_WAIT,
                        Numbers.cpu(s -> s.iowait()),
                        Limits.over(40)),
                alert(
                        "cpu.conf",
                        "20min_steal_cpu",
                        "stolen > 10 %",
                        "20 min",
                        Means.STEAL,
                        Numbers.cpu(s -> s.steal()),
                        Limits.over(10)),
                load("load_average_1", "of 1 min > 8 for each CPU", 800, Load::one),
                load("load_average_5", "of 5 min > 4 for each CPU", 400, Load::five),
                load("load_average_15", "of 15 min > 2 for each CPU", 200, Load::fifteen),
                alert(
                        "cgroups.conf",
                        "cgroup_10min_cpu_usage",
                        "> 95 % of a group's quota; taken as that if it is used up in half of the periods",
                        "10 min",
                        Means.QUOTA,
                        Numbers::groupThrottled,
                        Limits.over(50)));
    }

    /** The longer averages come to the same as the one of a minute if the window goes on. */
    private static Alert load(String name, String when, double limit, ToDoubleFunction<Load> average) {
        return alert(
                "load.conf",
                name,
                "load average " + when,
                "1 min",
                Means.LOAD,
                window -> Numbers.load(window)
                        .then(steady -> window.now(Load.GROUP)
                                .then(load -> Numbers.cpuCount(window)
                                        .map(count -> 100
                                                * Math.max(steady, average.applyAsDouble(load))
                                                / Math.max(2, count)))),
                Limits.over(limit));
    }

    private static List<Alert> memory() {
        return List.of(
                alert(
                        "ram.conf",
                        "ram_in_use",
                        "neither free nor cached > 90 %, critical > 98 %",
                        "at once",
                        Means.MEMORY,
                        Numbers.memory(info -> 100
                                * (info.apply("MemTotal")
                                        - info.apply("MemFree")
                                        - info.apply("Buffers")
                                        - info.apply("Cached")
                                        - info.apply("SReclaimable")
                                        + info.apply("Shmem"))
                                / Math.max(1, info.apply("MemTotal"))),
                        Limits.over(90, 98)),
                alert(
                        "ram.conf",
                        "ram_available",
                        "available < 10 %",
                        "at once",
                        Means.MEMORY,
                        Numbers::available,
                        Limits.under(10)),
                alert(
                        "ram.conf",
                        "oom_kill",
                        "a process killed for memory",
                        "30 min",
                        Means.OOM,
                        Numbers.count(Memory.EVENTS, "oom_kill"),
                        Limits.over(0)));
    }

    private static List<Alert> swapAndGroups() {
        return List.of(
                alert(
                        "swap.conf",
                        "30min_ram_swapped_out",
                        "written to swap > 30 % of the memory",
                        "30 min",
                        Means.SWAP,
                        Numbers::swappedOut,
                        Limits.over(30)),
                alert(
                        "swap.conf",
                        "used_swap",
                        "swap in use > 90 %, critical > 98 %",
                        "30 s",
                        Means.SWAP,
                        Numbers.memory(info -> info.apply("SwapTotal") == 0
                                ? 0
                                : 100 * (info.apply("SwapTotal") - info.apply("SwapFree")) / info.apply("SwapTotal")),
                        Limits.over(90, 98)),
                alert(
                        "cgroups.conf",
                        "cgroup_ram_in_use",
                        "> 90 % of a group's limit, critical > 98 %",
                        "at once",
                        Means.GROUP_MEMORY,
                        Numbers::groupMemory,
                        Limits.over(90, 98)));
    }

    private static List<Alert> modules() {
        return List.of(
                alert(
                        "memory.conf",
                        "1hour_ecc_memory_correctable",
                        "an error that was corrected",
                        "10 min",
                        Means.MEMORY_FAULT,
                        window -> window.whole().rate(MemoryErrors.GROUP, MemoryErrors::corrected),
                        Limits.over(0)),
                alert(
                        "memory.conf",
                        "1hour_ecc_memory_uncorrectable",
                        "an error that was not (critical)",
                        "10 min",
                        Means.MEMORY_FAULT,
                        window -> window.whole().rate(MemoryErrors.GROUP, MemoryErrors::uncorrected),
                        Limits.over(Level.CRITICAL, 0)),
                alert(
                        "memory.conf",
                        "1hour_memory_hw_corrupted",
                        "memory that the hardware corrupted",
                        "at once",
                        Means.MEMORY_FAULT,
                        Numbers.memory(info -> info.apply("HardwareCorrupted")),
                        Limits.over(0)));
    }

    private static List<Alert> disk() {
        return List.of(
                alert(
                        "disks.conf",
                        "disk_space_usage",
                        "used > 90 %, critical > 98 % with less than 5 GiB left",
                        "1 min",
                        Means.SPACE,
                        Numbers.fileSystem(
                                Netdata::watched,
                                fs -> fs.available() < 5 * GIB ? NodeMixin.used(fs) : Math.min(98, NodeMixin.used(fs))),
                        Limits.over(90, 98)),
                alert(
                        "disks.conf",
                        "disk_inode_usage",
                        "inodes used > 90 %, critical > 98 %",
                        "1 min",
                        Means.INODES,
                        Numbers.fileSystem(
                                fs -> watched(fs) && fs.inodes() > 0, fs -> 100 * (1 - fs.inodesFreeShare())),
                        Limits.over(90, 98)),
                alert(
                        "disks.conf",
                        "10min_disk_utilization",
                        "a device in use > 98 %",
                        "10 min",
                        Means.DISK,
                        Numbers.disk(use -> 100 * use.utilisation()),
                        Limits.over(98)),
                alert(
                        "disks.conf",
                        "10min_disk_backlog",
                        "requests of a device wait > 5000 ms each second, all together",
                        "10 min",
                        Means.DISK,
                        Numbers.disk(use -> 1000 * use.queue()),
                        Limits.over(5000)),
                alert(
                        "mdstat.conf",
                        "mdstat_disks",
                        "a member of an array down (critical)",
                        "at once",
                        Means.RAID,
                        window -> NodeMixin.missing(window, false),
                        Limits.over(Level.CRITICAL, 0)));
    }

    private static boolean watched(FileSystems.FileSystem fs) {
        return !fs.point().matches("/(dev|run)(/.*)?");
    }

    private static List<Alert> limits() {
        return List.of(
                alert(
                        "file_descriptors.conf",
                        "system_file_descriptors_utilization",
                        "open files of the host > 90 % (critical)",
                        "1 min",
                        Means.FILES,
                        window -> window.now(FileHandles.GROUP)
                                .map(files -> 100.0 * files.open() / Math.max(1, files.most())),
                        Limits.over(Level.CRITICAL, 90)),
                alert(
                        "file_descriptors.conf",
                        "apps_group_file_descriptors_utilization",
                        "open files of a process > 95 % of its limit",
                        "10 s",
                        Means.FILES,
                        Numbers::processFiles,
                        Limits.over(95)),
                alert(
                        "processes.conf",
                        "active_processes",
                        "tasks > 90 % of the numbers there are, critical > 95 %",
                        "at once",
                        Means.TASKS,
                        window -> window.now(Tasks.GROUP)
                                .map(tasks -> 100.0 * tasks.now() / Math.max(1, tasks.pidMost())),
                        Limits.over(90, 95)),
                alert(
                        "entropy.conf",
                        "lowest_entropy",
                        "less than 100 bits",
                        "5 min",
                        Means.ENTROPY,
                        window -> window.now(Entropy.GROUP).map(entropy -> (double) entropy.bits()),
                        Limits.under(100)),
                alert(
                        "timex.conf",
                        "system_clock_sync_state",
                        "the clock is not synchronised",
                        "17 min after the start",
                        Means.CLOCK,
                        window -> window.now(Clock.GROUP).map(clock -> clock.synchronised() ? 0.0 : 1.0),
                        Limits.over(0)));
    }
}
