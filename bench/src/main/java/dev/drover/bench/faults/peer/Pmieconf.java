package dev.drover.bench.faults.peer;

import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.cpu.CpuShares;
import dev.drover.observe.counter.disk.Disk;
import dev.drover.observe.counter.host.Entropy;
import dev.drover.observe.counter.memory.Memory;
import dev.drover.observe.counter.net.Protocols;
import dev.drover.observe.sample.Window;
import java.util.List;
import java.util.function.Function;

/** The rules of Performance Co-Pilot that {@code pmieconf} has enabled as it comes; they have no severities. */
final class Pmieconf {
    private static final String SAMPLE = "a sample of 2 min";

    static final Peer PEER = new Peer(
            "PCP pmieconf",
            "https://github.com/performancecopilot/pcp/blob/main/src/pmieconf/",
            List.of(
                    rule(
                            "cpu.context_switch",
                            "context switches > 4000/s for each CPU",
                            Means.SWITCHES,
                            Numbers::switchesOfEachCpu,
                            Limits.over(4000)),
                    rule(
                            "cpu.load_average",
                            "load average of 1 min > 3 for each CPU and > 4",
                            Means.LOAD,
                            window -> Numbers.load(window)
                                    .then(load -> Numbers.loadOfEachCpu(window).map(each -> load > 4 ? each : 0)),
                            Limits.over(3)),
                    rule(
                            "cpu.system",
                            "user and system > 70 %, system > 75 % of that",
                            Means.CPU,
                            Numbers.cpu(s -> systemShare(s, 0.7)),
                            Limits.over(75)),
                    rule(
                            "cpu.util",
                            "user, system and interrupts > 90 %",
                            Means.CPU,
                            Numbers.cpu(Pmieconf::busy),
                            Limits.over(90)),
                    rule(
                            "per_cpu.many_util",
                            "of more than 4 CPUs four fifths > 95 % busy",
                            Means.CPU,
                            window -> ofCpus(window, 5, Integer.MAX_VALUE, Numbers.cpu(Pmieconf::busy)),
                            Limits.over(95)),
                    rule(
                            "per_cpu.some_util",
                            "of 2 to 4 CPUs one > 95 % busy",
                            Means.CPU,
                            window -> ofCpus(window, 2, 4, Numbers.oneCpu(Pmieconf::busy)),
                            Limits.over(95)),
                    rule(
                            "per_cpu.system",
                            "user and system of one CPU > 75 %, system > 80 % of that",
                            Means.CPU,
                            window -> ofCpus(window, 2, Integer.MAX_VALUE, Numbers.oneCpu(s -> systemShare(s, 0.75))),
                            Limits.over(80)),
                    rule(
                            "entropy.available",
                            "at most 150 bits",
                            Means.ENTROPY,
                            window -> window.now(Entropy.GROUP).map(entropy -> (double) entropy.bits()),
                            Limits.under(Math.nextUp(150.0))),
                    rule(
                            "filesys.filling",
                            "> 95 % full; that it goes on filling is waived",
                            Means.SPACE,
                            Numbers.fileSystem(fs -> true, NodeMixin::used),
                            Limits.over(95)),
                    rule(
                            "filesys.vfs_files",
                            "open files of the host > 90 %",
                            Means.FILES,
                            NodeMixin::openFiles,
                            Limits.over(90)),
                    rule(
                            "memory.exhausted",
                            "pages written to swap >= 5/s in 30 % of the samples",
                            Means.SWAP,
                            window -> Numbers.secondsWithSwapOut(window, 5),
                            Limits.over(Math.nextDown(30.0))),
                    rule(
                            "memory.oom_kill",
                            "a process killed for memory",
                            Means.OOM,
                            Numbers.count(Memory.EVENTS, "oom_kill"),
                            Limits.over(0)),
                    rule(
                            "network.tcplistenoverflows",
                            "a full accept queue",
                            Means.ACCEPT,
                            Numbers.count(Protocols.EXTENDED, "TcpExt.ListenOverflows"),
                            Limits.over(0)),
                    rule(
                            "network.tcpqfulldocookies",
                            "a cookie for a full SYN queue",
                            Means.SYN,
                            Numbers.count(Protocols.EXTENDED, "TcpExt.TCPReqQFullDoCookies"),
                            Limits.over(0)),
                    rule(
                            "network.tcpqfulldrops",
                            "a drop for a full SYN queue",
                            Means.SYN,
                            Numbers.count(Protocols.EXTENDED, "TcpExt.TCPReqQFullDrop"),
                            Limits.over(0)),
                    rule(
                            "per_disk.average_queue_length",
                            "a device in use > 95 %; that its queue grows is waived",
                            Means.DISK,
                            Numbers.disk(Pmieconf::inUse),
                            Limits.over(95)),
                    rule(
                            "per_disk.average_wait_time",
                            "a device in use > 95 %; that the wait grows is waived",
                            Means.DISK,
                            Numbers.disk(Pmieconf::inUse),
                            Limits.over(95)),
                    rule(
                            "per_netif.errors",
                            "errors of an interface > 15/s",
                            Means.NIC_ERRORS,
                            NicNumbers.worst(NicNumbers.rate(nic -> nic.rxErrors() + nic.txErrors())),
                            Limits.over(15)),
                    rule(
                            "per_netif.util",
                            "both ways together > 85 % of the speed",
                            Means.NIC_FULL,
                            NicNumbers.utilisation(nic -> nic.rxBytes() + nic.txBytes()),
                            Limits.over(85)),
                    rule(
                            "power.thermal_throttle",
                            "slowed by heat > 50 % of the time",
                            Means.HEAT,
                            Numbers::slowedByHeat,
                            Limits.over(50))),
            List.of(
                    "cpu.syscall, per_cpu.syscall, per_cpu.context_switch, cpu.excess_fpe, filesys.buffer_cache, filesys.dnlc_miss:"
                            + " Linux does not count what they read",
                    "per_netif.collisions: recordings do not hold collisions, which no link of today has",
                    "cpu.low_util, memory.swap_low, per_disk.iops, per_disk.bandwidth, per_netif.packets: not enabled as they come"));

    private Pmieconf() {}

    private static Alert rule(
            String name, String when, List<String> right, Function<Window, Measured<Double>> number, Limits limits) {
        String file = name.replace("per_cpu.", "percpu.")
                .replace("per_disk.", "perdisk.")
                .replace("per_netif.", "pernetif.")
                .replace('.', '/');
        return new Alert(name, when, SAMPLE, file, right, number, limits);
    }

    private static double busy(CpuShares s) {
        return s.user() + s.system() + s.irq() + s.softirq();
    }

    /** The part of the system in what is worked, if so much is. */
    private static double systemShare(CpuShares s, double least) {
        double worked = s.user() + s.system();
        return worked > least ? s.system() / worked : 0;
    }

    private static double inUse(Disk.Use use) {
        return 100 * use.utilisation();
    }

    private static Measured<Double> ofCpus(
            Window window, int least, int most, Function<Window, Measured<Double>> number) {
        return Numbers.cpuCount(window)
                .then(count -> count >= least && count <= most
                        ? number.apply(window)
                        : Measured.not("it is for other numbers of CPUs"));
    }
}
