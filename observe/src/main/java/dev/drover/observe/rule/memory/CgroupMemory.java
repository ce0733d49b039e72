package dev.drover.observe.rule.memory;

import dev.drover.observe.counter.Change;
import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.cgroup.Cgroup;
import dev.drover.observe.counter.cgroup.Cgroups;
import dev.drover.observe.counter.cpu.Pressure;
import dev.drover.observe.counter.memory.Memory;
import dev.drover.observe.counter.process.Proc;
import dev.drover.observe.counter.process.Processes;
import dev.drover.observe.rule.Confidence;
import dev.drover.observe.rule.Culprits;
import dev.drover.observe.rule.Evidence;
import dev.drover.observe.rule.Family;
import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.Outcome;
import dev.drover.observe.rule.Rule;
import dev.drover.observe.rule.RuleFacts;
import dev.drover.observe.rule.Severity;
import dev.drover.observe.rule.Unit;
import dev.drover.observe.rule.Waiting;
import dev.drover.observe.rule.Who;
import dev.drover.observe.sample.Series;
import dev.drover.observe.sample.Window;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * A control group is at its memory limit and loses by it: its processes are killed, or its pages are dropped and read again.
 *
 * <p>A group that fills its limit with page cache loses nothing: the limit is hit all the time, and no page is missed.
 */
public final class CgroupMemory implements Rule {
    private static final double NEAR = 0.90;
    private static final double MISSED = 50;
    private static final double STALLED = 0.10;
    /** Of all the time: a group that hardly ever has work loses little, whatever the part of it. */
    private static final double STALLED_AT_ALL = 0.02;

    private static final double PAGE_KIB = 4;
    private static final double MOSTLY = 0.5;
    private static final String NETDATA = "Netdata cgroup ram_usage 80/90/98 %";

    private static final RuleFacts FACTS = RuleFacts.of(
                    "cgroup-memory", 19, Family.MEMORY, "A group is at its memory limit")
            .reads(
                    "cgroup memory.current, memory.max, memory.events, memory.stat, memory.pressure",
                    "version 1: memory.usage_in_bytes, memory.limit_in_bytes, memory.failcnt, memory.oom_control")
            .fires("it uses > 90 % of its limit and ran into it, or a process of it was killed")
            .gate(
                    "it stalled on memory > 10 % of the time it had work, and > 2 % of all the time (on I/O, too, if most of what is"
                            + " read and written is what it missed), while > 50 pages a second were missed; or a kill")
            .source(NETDATA + "; the gate: calibrated")
            .conditions("groups with a memory limit; version 1 shows the stalls of the whole host only")
            .remedy("raise the limit (MemoryMax, container limit), or make the program smaller: heap, caches, workers")
            .check("cat /sys/fs/cgroup/GROUP/memory.events /sys/fs/cgroup/GROUP/memory.pressure")
            .explains(
                    "oom-kill",
                    "memory-stall",
                    "swap-storm",
                    "disk-queueing",
                    "load-without-cpu",
                    "iowait",
                    "crash-loop",
                    "kernel-time",
                    "gc-stall",
                    "disk-ceiling")
            .explainsOwn("scheduler-delay");

    @Override
    public RuleFacts facts() {
        return FACTS;
    }

    @Override
    public Outcome judge(Window window) {
        return Outcome.when(window.change(Cgroups.GROUP), change -> {
            var findings = new ArrayList<Finding>();
            Outcome otherwise = new Outcome.NotApplicable("no control group with a memory limit is here");
            for (Cgroup group : change.after().byPath().values()) {
                if (group.memory().isMeasured()) {
                    Outcome one = judge(window, change, group);
                    switch (one) {
                        case Outcome.Found found -> findings.addAll(found.findings());
                        case Outcome.Busy busy -> otherwise = busy;
                        case Outcome.Quiet quiet ->
                            otherwise = otherwise instanceof Outcome.NotApplicable ? quiet : otherwise;
                        case Outcome.NotMeasurable no -> {}
                        case Outcome.NotApplicable no -> {}
                    }
                }
            }
            findings.sort(Comparator.comparingDouble(f -> -f.magnitude()));
            return findings.isEmpty() ? otherwise : new Outcome.Found(findings);
        });
    }

    /** What a group lost in the window. */
    private record Loss(
            Cgroup.Memory memory,
            double full,
            long kills,
            double hits,
            double missed,
            double stalled,
            Series nearness) {}

    private static Outcome judge(Window window, Change<Cgroups> change, Cgroup group) {
        Cgroup before = change.before().byPath().get(group.path());
        return Outcome.when(group.memory(), now -> {
            Measured<Cgroup.Memory> then = before == null ? Measured.not("new") : before.memory();
            Measured<Series> nearness = window.series(i -> i.after()
                    .get(Cgroups.GROUP)
                    .then(all -> memory(all, group.path()))
                    .map(m -> m.current() / (double) Math.max(1, m.limit())));
            return Outcome.when(nearness, near -> {
                double seconds = change.seconds();
                long kills = now.kills()
                        .map(k -> k - then.then(Cgroup.Memory::kills).orElse(k))
                        .orElse(0L);
                double hits = then.map(t -> Math.max(0, now.hits() - t.hits()) / seconds)
                        .orElse(0.0);
                double missed = then.then(Cgroup.Memory::missed)
                        .then(t -> now.missed().then(n -> Change.growth(t, n)))
                        .map(n -> n / seconds)
                        .orElse(0.0);
                return judge(
                        window,
                        group,
                        new Loss(now, near.max(), kills, hits, missed, stalled(window, group, missed), near));
            });
        });
    }

    private static Measured<Cgroup.Memory> memory(Cgroups all, String path) {
        Cgroup group = all.byPath().get(path);
        return group == null ? Measured.not("gone") : group.memory();
    }

    /**
     * Of the time in which the group had work, the part that it waited for memory: a service that is mostly idle may be slow for want
     * of it in every request, and yet stall little of the whole time.
     */
    private static double stalled(Window window, Cgroup group, double missed) {
        double stalled = Math.max(memoryPressure(window, group), ioPressure(window, group, missed));
        if (stalled < STALLED_AT_ALL) {
            return 0;
        }
        double ran = window.change(Processes.GROUP).map(Processes::uses).orElse(List.of()).stream()
                .filter(use -> use.who().groups().in(group.path()))
                .mapToDouble(Proc.Use::cpus)
                .sum();
        return ran == 0 ? stalled : stalled / Math.min(1, stalled + ran);
    }

    /** The group's own pressure if it tells, else the host's. */
    private static double memoryPressure(Window window, Cgroup group) {
        Measured<Series> own = own(window, group, Cgroup::memoryPressure);
        return own.isMeasured()
                ? own.map(Series::mean).orElse(0.0)
                : Waiting.memory(window).map(Waiting::mean).orElse(0.0);
    }

    /**
     * Pages that are read again are waited for as I/O, too. Where the group does not tell, the host's waits are its own if most of
     * what the host reads and writes is what this group missed.
     */
    private static double ioPressure(Window window, Cgroup group, double missed) {
        Measured<Series> own = own(window, group, Cgroup::ioPressure);
        double moved = window.whole().rate(Memory.EVENTS, "pgpgin").orElse(Double.POSITIVE_INFINITY)
                + window.whole().rate(Memory.EVENTS, "pgpgout").orElse(Double.POSITIVE_INFINITY);
        if (missed * PAGE_KIB <= MOSTLY * moved) {
            return 0;
        }
        return own.isMeasured()
                ? own.map(Series::mean).orElse(0.0)
                : Waiting.io(window).map(Waiting::mean).orElse(0.0);
    }

    private static Measured<Series> own(Window window, Cgroup group, Function<Cgroup, Measured<Pressure>> pressure) {
        return window.series(Cgroups.GROUP, c -> {
            Cgroup a = c.before().byPath().get(group.path());
            Cgroup b = c.after().byPath().get(group.path());
            return a == null || b == null
                    ? Measured.not("gone")
                    : pressure.apply(a)
                            .then(x -> pressure.apply(b).then(y -> Pressure.some(new Change<>(x, y, c.seconds()))));
        });
    }

    private static Outcome judge(Window window, Cgroup group, Loss loss) {
        var evidence = new ArrayList<Evidence>();
        if (loss.kills > 0) {
            evidence.add(Evidence.over("its processes killed", (double) loss.kills, 0, Unit.COUNT, NETDATA));
        }
        evidence.add(Evidence.over("memory used, of its limit", loss.full, NEAR, Unit.SHARE, NETDATA));
        evidence.add(Evidence.over(
                "stalled on memory, of the time it had work", loss.stalled, STALLED, Unit.SHARE, "calibrated; PSI"));
        evidence.add(Evidence.over(
                "pages missed and read again", loss.missed, MISSED, Unit.PER_SECOND, "calibrated; memory.stat"));
        evidence.add(
                Evidence.fact("times it ran into its limit", loss.hits, Unit.PER_SECOND, "memory.events, failcnt"));
        evidence.add(Evidence.fact(
                "its limit", (double) loss.memory.limit(), Unit.BYTES, "memory.max, memory.limit_in_bytes"));
        boolean near = loss.full > NEAR && loss.hits > 0;
        boolean stalls = near && loss.stalled > STALLED && loss.missed > MISSED;
        if (loss.kills == 0 && !stalls) {
            return near
                    ? new Outcome.Busy("group " + group.path() + " fills its memory limit and misses little", evidence)
                    : new Outcome.Quiet("groups are below their memory limits", evidence);
        }
        String limit = Unit.BYTES.show((double) loss.memory.limit());
        return new Outcome.Found(new Finding(
                FACTS.id(),
                loss.kills > 0 || loss.stalled > 0.4 ? Severity.CRITICAL : Severity.WARNING,
                new Confidence(loss.kills > 0 ? 0.95 : 0.85, "the kernel counts what the limit did"),
                loss.kills > 0
                        ? "group " + group.path() + " ran out of its " + limit + ": " + loss.kills
                                + (loss.kills == 1 ? " process was" : " processes were") + " killed"
                        : "group " + group.path() + " is at its limit of " + limit + ", and it stalled on memory "
                                + Unit.SHARE.show(loss.stalled) + " of the time it had work",
                who(window, group),
                evidence,
                loss.nearness.firstOver(NEAR).orElse(window.start()),
                loss.kills > 0 ? 1 : Math.min(1, loss.stalled * 1.1)));
    }

    private static List<Who> who(Window window, Cgroup group) {
        var who = new ArrayList<Who>();
        who.add(new Who(Who.Kind.CGROUP, group.path(), ""));
        who.addAll(Culprits.byMemory(window, p -> p.groups().in(group.path())));
        return who;
    }
}
