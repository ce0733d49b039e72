package dev.drover.observe.rule.cpu;

import dev.drover.observe.counter.cpu.CpuShares;
import dev.drover.observe.counter.cpu.Cpus;
import dev.drover.observe.counter.process.Proc;
import dev.drover.observe.counter.process.Processes;
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
import dev.drover.observe.sample.Interval;
import dev.drover.observe.sample.Series;
import dev.drover.observe.sample.Window;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;

/** Processes or threads are made and end so fast that making them is the work. */
public final class ForkStorm implements Rule {
    private static final double FORKS = 200;
    private static final double WAITED = 0.10;
    private static final String SOURCE = "calibrated; /proc/stat processes";

    private static final RuleFacts FACTS = RuleFacts.of("fork-storm", 9, Family.CPU, "Processes are made all the time")
            .reads("/proc/stat processes", "/proc/[pid]/stat start time and parent", "/proc/pressure/cpu")
            .fires("> 200 tasks made a second")
            .gate("somebody waited for a CPU > 10 % of the time")
            .source("calibrated")
            .conditions("without pressure (Linux 4.20 with PSI) by run delay")
            .remedy(
                    "keep a worker instead of starting one for each piece of work; look for a shell loop, a health check"
                            + " or a job that restarts")
            .check("sar -w 1 5; execsnoop (bpfcc-tools); ps -eo lstart,pid,ppid,comm --sort=-start_time | head")
            .explains("cpu-run-queue", "kernel-time", "scheduler-delay", "load-without-cpu");

    @Override
    public RuleFacts facts() {
        return FACTS;
    }

    @Override
    public Outcome judge(Window window) {
        return Outcome.when(
                window.series(Cpus.GROUP, change -> change.rate(Cpus::forks)),
                forks -> Outcome.when(Waiting.cpu(window), waited -> judge(window, forks, waited)));
    }

    private static Outcome judge(Window window, Series forks, Waiting waited) {
        var evidence = new ArrayList<Evidence>();
        evidence.add(Evidence.over("tasks made", forks.mean(), FORKS, Unit.PER_SECOND, SOURCE));
        evidence.add(waited.over("somebody waited for a CPU", WAITED));
        if (forks.mean() <= FORKS) {
            return new Outcome.Quiet(Unit.PER_SECOND.show(forks.mean()) + " tasks are made", evidence);
        }
        if (waited.mean() <= WAITED) {
            return new Outcome.Busy(
                    Unit.PER_SECOND.show(forks.mean()) + " tasks are made, hardly anybody waits for a CPU", evidence);
        }
        window.series(Cpus.GROUP, c -> Cpus.shares(c).map(CpuShares::system))
                .map(s -> evidence.add(Evidence.fact("CPU time in the kernel", s.mean(), Unit.SHARE, "/proc/stat")));
        return new Outcome.Found(new Finding(
                FACTS.id(),
                waited.mean() > 0.5 ? Severity.CRITICAL : Severity.WARNING,
                waited.sure(0.85, "made in " + Unit.SHARE.show(forks.shareOver(FORKS)) + " of the samples"),
                Unit.PER_SECOND.show(forks.mean()) + " tasks were made, and somebody waited for a CPU "
                        + Unit.SHARE.show(waited.mean()) + " of the time",
                parents(window),
                evidence,
                forks.firstOver(FORKS).orElse(window.start()),
                Math.min(1, waited.mean() * 1.05)));
    }

    private record Born(Proc parent, int children) {
        Born and(Born more) {
            return new Born(parent, children + more.children);
        }
    }

    /** The parents of processes that were new in some sample; a child that no sample saw tells nothing. */
    private static List<Who> parents(Window window) {
        var byParent = new HashMap<String, Born>();
        for (Interval interval : window.intervals()) {
            interval.change(Processes.GROUP).map(change -> {
                for (Proc child : change.after().byPid().values()) {
                    Proc before = change.before().byPid().get(child.pid());
                    Proc parent = change.after().byPid().get(child.parent());
                    boolean isNew = before == null || before.startTicks() != child.startTicks();
                    if (isNew && parent != null) {
                        byParent.merge(parent.command(), new Born(parent, 1), Born::and);
                    }
                }
                return change;
            });
        }
        List<Who> who = byParent.values().stream()
                .sorted(Comparator.comparingInt(b -> -b.children))
                .limit(3)
                .map(b -> Who.process(
                        b.parent.command(),
                        b.parent.pid(),
                        "parent of " + b.children + " new processes that were seen"))
                .toList();
        return who.isEmpty() ? Culprits.bySystem(window) : who;
    }
}
