package dev.drover.observe.rule.cpu;

import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.cpu.Cpus;
import dev.drover.observe.counter.cpu.Load;
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
import dev.drover.observe.rule.Waiting;
import dev.drover.observe.rule.Who;
import dev.drover.observe.sample.Series;
import dev.drover.observe.sample.Window;
import java.util.ArrayList;
import java.util.List;

/** The load average is high while CPUs are idle: tasks sleep uninterruptibly, mostly in I/O or behind a lock of the kernel. */
public final class LoadWithoutCpu implements Rule {
    private static final double EACH = 2;
    private static final double BUSY = 0.50;
    private static final double WAITED = 0.10;
    /** A load average remembers for minutes: of what it tells, so much must be asleep now. */
    private static final double ASLEEP = EACH / 2;

    private static final String MIXIN = "node-mixin NodeSystemSaturation: 2 per core";

    private static final RuleFacts FACTS = RuleFacts.of(
                    "load-without-cpu", 7, Family.CPU, "The load is not work for CPUs")
            .reads("/proc/loadavg", "/proc/stat procs_blocked", "/proc/[pid]/stat state D", "/proc/[pid]/wchan")
            .fires("load > 2 for each CPU while they are < 50 % busy")
            .gate(
                    "more than one task for each CPU sleeps in I/O or locks now, and somebody waited for I/O > 10 % of the time:"
                            + " a load average remembers for minutes, and tasks in state D alone harm nobody that we see")
            .source(MIXIN + "; the gate: calibrated")
            .remedy("look at where the tasks below sleep: a disk, a network file system, a lock; do not add CPUs")
            .check("ps -eo state,pid,wchan:32,comm | grep ^D; cat /proc/pressure/io")
            .explainsOwn("listen-overflow");

    @Override
    public RuleFacts facts() {
        return FACTS;
    }

    @Override
    public Outcome judge(Window window) {
        return Outcome.when(
                window.now(Load.GROUP),
                load -> Outcome.when(
                        window.series(Cpus.GROUP, Cpus::busy),
                        busy -> judge(
                                window,
                                load,
                                busy,
                                window.now(Cpus.GROUP).map(Cpus::count).orElse(1))));
    }

    private static Outcome judge(Window window, Load load, Series busy, int cpus) {
        var evidence = new ArrayList<Evidence>();
        evidence.add(Evidence.over("load for each CPU", load.one() / cpus, EACH, Unit.COUNT, MIXIN));
        evidence.add(Evidence.under("CPUs busy beside that load", busy.mean(), BUSY, Unit.SHARE, "/proc/stat"));
        if (load.one() / cpus <= EACH) {
            return new Outcome.Quiet("the load is " + load.one(), evidence);
        }
        if (busy.mean() >= BUSY) {
            return new Outcome.Quiet("the load is work for CPUs", evidence);
        }
        Measured<Waiting> waited = Waiting.io(window);
        double asleep = Math.max(blocked(window), stuck(window).size());
        List<Who> who = stuck(window).stream().limit(3).map(LoadWithoutCpu::who).toList();
        evidence.add(Evidence.over(
                "tasks asleep in I/O or locks, for each CPU",
                asleep / cpus,
                ASLEEP,
                Unit.COUNT,
                "calibrated; /proc/stat procs_blocked, state D"));
        waited.map(w -> evidence.add(w.over("somebody waited for I/O", WAITED)));
        double share = waited.map(Waiting::mean).orElse(0.0);
        if (share <= WAITED || who.isEmpty() || asleep / cpus <= ASLEEP) {
            return new Outcome.Busy(
                    "the load of " + load.one() + " is "
                            + (asleep / cpus <= ASLEEP ? "a trace of the past" : "of tasks that sleep uninterruptibly")
                            + ", not of work for CPUs",
                    evidence);
        }
        return new Outcome.Found(new Finding(
                FACTS.id(),
                Severity.WARNING,
                new Confidence(0.7, "tasks sleep in I/O; the counters of disks say which"),
                "the load is " + load.one() + " with CPUs " + Unit.SHARE.show(busy.mean())
                        + " busy: tasks sleep in I/O or locks of the kernel",
                who,
                evidence,
                waited.map(w -> w.share().firstOver(WAITED).orElse(window.start()))
                        .orElse(window.start()),
                share * 0.8));
    }

    /** Tasks that waited for I/O, on average. */
    private static double blocked(Window window) {
        return window.samples().stream()
                .mapToLong(sample -> sample.get(Cpus.GROUP).map(Cpus::blocked).orElse(0L))
                .average()
                .orElse(0);
    }

    private static List<Proc> stuck(Window window) {
        return window.now(Processes.GROUP)
                .map(all -> all.byPid().values().stream()
                        .filter(p -> p.state() == 'D' && !p.kernel())
                        .toList())
                .orElse(List.of());
    }

    private static Who who(Proc process) {
        return Who.process(
                process.command(),
                process.pid(),
                process.stuck()
                        .map(s -> s.where().isEmpty() ? "" : "sleeps in " + s.where())
                        .orElse(""));
    }
}
