package dev.drover.observe.rule.network;

import dev.drover.observe.counter.Change;
import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.cpu.CpuShares;
import dev.drover.observe.counter.cpu.CpuTimes;
import dev.drover.observe.counter.cpu.Cpus;
import dev.drover.observe.counter.cpu.Softirqs;
import dev.drover.observe.counter.net.Softnet;
import dev.drover.observe.counter.process.Proc;
import dev.drover.observe.counter.process.Processes;
import dev.drover.observe.rule.Confidence;
import dev.drover.observe.rule.Evidence;
import dev.drover.observe.rule.Family;
import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.Outcome;
import dev.drover.observe.rule.Rule;
import dev.drover.observe.rule.RuleFacts;
import dev.drover.observe.rule.Severity;
import dev.drover.observe.rule.Unit;
import dev.drover.observe.rule.Who;
import dev.drover.observe.sample.Series;
import dev.drover.observe.sample.Window;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** One CPU does nearly all work for received packets and has no time left, while the others have. */
public final class SoftirqImbalance implements Rule {
    private static final double MOST_OF_IT = 0.80;
    private static final double SOFTIRQ = 0.60;
    private static final double NO_TIME = 0.10;
    private static final double TIME_LEFT = 0.30;
    /** Packets a second, of the host; with fewer, the time went to softirqs of another kind. */
    private static final double PACKETS = 1000;

    private static final String CALIBRATED = "calibrated; ";

    private static final RuleFacts FACTS = RuleFacts.of(
                    "softirq-imbalance", 11, Family.NETWORK, "One CPU does the network's work")
            .reads(
                    "/proc/softirqs NET_RX",
                    "/proc/net/softnet_stat",
                    "/proc/stat softirq of each CPU",
                    "/proc/[pid]/stat of ksoftirqd")
            .fires(
                    "one CPU does > 80 % of the network's work, by packets or by time, and spends > 60 % of its time on softirqs")
            .gate("that CPU is idle < 10 % of the time, the others > 30 %")
            .source("calibrated")
            .conditions("two CPUs or more")
            .remedy("spread the queues of the interface: more queues (ethtool -L), irqbalance or smp_affinity, or RPS"
                    + " (/sys/class/net/IF/queues/rx-*/rps_cpus)")
            .check("mpstat -P ALL -I SCPU 1 5; cat /proc/softirqs, twice")
            .explains("softirq-budget", "backlog-drops", "nic-drops", "single-thread", "udp-loss");

    @Override
    public RuleFacts facts() {
        return FACTS;
    }

    @Override
    public Outcome judge(Window window) {
        return Outcome.when(
                window.change(Cpus.GROUP),
                cpus -> cpus.after().each().size() < 2
                        ? new Outcome.NotApplicable("there is one CPU only")
                        : Outcome.when(
                                window.change(Softirqs.GROUP).then(Softirqs::grown),
                                grown -> judge(window, cpus, grown)));
    }

    /** What a CPU does for received packets: how many of all, and the part of its time, from 0 to 1. */
    private record Part(int cpu, CpuShares its, double packets, double time) {}

    private static Outcome judge(Window window, Change<Cpus> cpus, SortedMap<Integer, Long> grown) {
        Map<String, Double> daemons = daemons(window);
        boolean busyWithPackets = window.change(Softnet.GROUP)
                        .then(c -> c.rate(Softnet::processed))
                        .orElse(PACKETS)
                >= PACKETS;
        double packets = grown.values().stream().mapToLong(n -> n).sum();
        var parts = new ArrayList<Part>();
        grown.forEach((cpu, count) -> shares(cpus, cpu)
                .map(its -> parts.add(new Part(
                        cpu,
                        its,
                        packets == 0 ? 0 : count / packets,
                        busyWithPackets
                                ? Math.min(
                                        1 - its.idle(), its.softirq() + daemons.getOrDefault("ksoftirqd/" + cpu, 0.0))
                                : 0))));
        if (parts.isEmpty()) {
            return new Outcome.NotMeasurable("no CPU was there all the time");
        }
        // One packet or sixty may be a turn: where the work takes time, time says better than turns who does it.
        double took = parts.stream().mapToDouble(Part::time).sum();
        Part top = Collections.max(parts, Comparator.comparingDouble(took > SOFTIRQ / 2 ? Part::time : Part::packets));
        return judge(window, cpus, top, Math.max(top.packets, took == 0 ? 0 : top.time / took));
    }

    private static Outcome judge(Window window, Change<Cpus> cpus, Part top, double share) {
        CpuShares its = top.its;
        double time = top.time;
        return Outcome.when(Cpus.shares(cpus), theirs -> {
            double count = cpus.after().count();
            double othersIdle =
                    (theirs.idle() + theirs.iowait()) * count / (count - 1) - (its.idle() + its.iowait()) / (count - 1);
            var evidence = List.of(
                    Evidence.over(
                            "part of the network's work done by the busiest CPU",
                            share,
                            MOST_OF_IT,
                            Unit.SHARE,
                            CALIBRATED + "/proc/softirqs"),
                    Evidence.over(
                            "time for softirqs, of the CPU with most of them",
                            time,
                            SOFTIRQ,
                            Unit.SHARE,
                            CALIBRATED + "/proc/stat, and ksoftirqd"),
                    Evidence.under(
                            "idle, of the CPU with most softirqs",
                            its.idle(),
                            NO_TIME,
                            Unit.SHARE,
                            CALIBRATED + "/proc/stat"),
                    Evidence.over(
                            "idle, of the other CPUs", othersIdle, TIME_LEFT, Unit.SHARE, CALIBRATED + "/proc/stat"));
            if (share <= MOST_OF_IT || time <= SOFTIRQ) {
                return new Outcome.Quiet("no CPU is taken up by the network", evidence);
            }
            return its.idle() < NO_TIME && othersIdle > TIME_LEFT
                    ? new Outcome.Found(found(window, top.cpu, share, time, evidence))
                    : new Outcome.Busy("CPU " + top.cpu + " does most of the network's work", evidence);
        });
    }

    private static Measured<CpuShares> shares(Change<Cpus> cpus, int number) {
        CpuTimes before = cpus.before().each().get(number);
        CpuTimes after = cpus.after().each().get(number);
        return before == null || after == null
                ? Measured.not("CPU " + number + " was not there all the time")
                : CpuTimes.shares(new Change<>(before, after, cpus.seconds()));
    }

    private static Finding found(Window window, int top, double share, double time, List<Evidence> evidence) {
        Measured<Series> busy = window.series(Cpus.GROUP, c -> shares(c, top).map(s -> 1 - s.idle()));
        return new Finding(
                FACTS.id(),
                Severity.WARNING,
                new Confidence(0.85, "this CPU has no time left, the others have"),
                "CPU " + top + " does " + Unit.SHARE.show(share) + " of the network's work and spends "
                        + Unit.SHARE.show(time) + " of its time on it",
                List.of(new Who(Who.Kind.CPU, Integer.toString(top), "")),
                evidence,
                busy.map(s -> s.firstOver(SOFTIRQ).orElse(window.start())).orElse(window.start()),
                time);
    }

    /** The CPU time of the threads of the kernel that go on with softirqs when there are many; not counted as such time. */
    private static Map<String, Double> daemons(Window window) {
        return window.change(Processes.GROUP).map(Processes::uses).orElse(List.of()).stream()
                .filter(use -> use.who().kernel() && use.who().command().startsWith("ksoftirqd/"))
                .collect(Collectors.toMap(use -> use.who().command(), Proc.Use::cpus, Double::sum));
    }
}
