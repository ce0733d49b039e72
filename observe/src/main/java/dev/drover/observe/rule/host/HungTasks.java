package dev.drover.observe.rule.host;

import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.host.KernelLog;
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
import dev.drover.observe.sample.Window;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Processes sleep uninterruptibly for so long that what they wait for may never come. */
public final class HungTasks implements Rule {
    private static final double LONG = 20;
    private static final double VERY_LONG = 120;
    /** A parent sleeps so until its child has begun its program: harmless, however long. */
    private static final List<String> HARMLESS = List.of("vfork", "kernel_clone", "do_fork");

    private static final RuleFacts FACTS = RuleFacts.of(
                    "hung-tasks", 53, Family.SERVICE, "Processes hang in the kernel")
            .reads("/proc/[pid]/stat state D", "/proc/[pid]/wchan", "/proc/[pid]/sched se.exec_start", "kernel log")
            .fires("a process sleeps uninterruptibly in every sample and has not run for > 20 s (critical: > 120 s)")
            .gate("the process itself waits; threads of the kernel and parents in vfork() do not count")
            .source("critical: kernel.hung_task_timeout_secs 120; 20 s: calibrated")
            .conditions("how long needs /proc/[pid]/sched (CONFIG_SCHED_DEBUG) or that long a watch")
            .remedy("look at what it sleeps in below: a network file system whose server is gone, a frozen or failing"
                    + " device, a lock; such a process cannot be killed")
            .check(
                    "ps -eo state,pid,etime,wchan:32,comm | grep ^D; cat /proc/PID/stack; dmesg | grep 'blocked for more'")
            .explains("load-without-cpu")
            .explainsOwn("listen-overflow", "udp-loss", "sender-limited");

    @Override
    public RuleFacts facts() {
        return FACTS;
    }

    @Override
    public Outcome judge(Window window) {
        return Outcome.when(window.change(Processes.GROUP), change -> {
            var hung = new ArrayList<Hung>();
            int harmless = 0;
            for (Proc process : change.after().byPid().values()) {
                if (process.stuck() instanceof Measured.Value<Proc.Stuck>(Proc.Stuck stuck)
                        && stillStuck(window, process)) {
                    double seconds = Math.max(stuck.seconds(), window.seconds());
                    boolean isHarmless = HARMLESS.stream().anyMatch(stuck.where()::contains);
                    harmless += isHarmless ? 1 : 0;
                    if (!isHarmless && seconds > LONG) {
                        hung.add(new Hung(process, stuck.where(), seconds));
                    }
                }
            }
            if (hung.isEmpty()) {
                return harmless == 0
                        ? new Outcome.Quiet("no process hangs", List.of())
                        : new Outcome.Busy(harmless + " processes wait in vfork() for a child", List.of());
            }
            hung.sort(Comparator.comparingDouble(h -> -h.seconds));
            return new Outcome.Found(found(window, hung));
        });
    }

    private record Hung(Proc process, String where, double seconds) {}

    private static boolean stillStuck(Window window, Proc process) {
        return window.samples().stream()
                .allMatch(sample -> sample.get(Processes.GROUP)
                        .map(all -> {
                            Proc then = all.byPid().get(process.pid());
                            return then != null
                                    && then.state() == 'D'
                                    && then.startTicks() == process.startTicks()
                                    && then.cpuTicks() == process.cpuTicks();
                        })
                        .orElse(false));
    }

    private static Finding found(Window window, List<Hung> hung) {
        Hung worst = hung.getFirst();
        long told = window.now(KernelLog.GROUP)
                .map(log -> log.lines().stream()
                        .filter(l -> l.contains("blocked for more than"))
                        .count())
                .orElse(0L);
        var evidence = new ArrayList<Evidence>();
        evidence.add(
                Evidence.over("has not run for", worst.seconds, LONG, Unit.SECONDS, "calibrated; /proc/[pid]/sched"));
        evidence.add(Evidence.fact("processes that hang", hung.size(), Unit.COUNT, "/proc/[pid]/stat state D"));
        if (told > 0) {
            evidence.add(
                    Evidence.fact("warnings in the kernel's log", (double) told, Unit.COUNT, "blocked for more than"));
        }
        String in = worst.where.isEmpty() ? "" : " in " + worst.where;
        return new Finding(
                FACTS.id(),
                worst.seconds > VERY_LONG ? Severity.CRITICAL : Severity.WARNING,
                new Confidence(worst.seconds > VERY_LONG ? 0.9 : 0.75, "it was in state D in every sample"),
                hung.size() == 1
                        ? worst.process.command() + " hangs" + in + " for " + Math.round(worst.seconds) + " s"
                        : hung.size() + " processes hang, " + worst.process.command() + in + " for "
                                + Math.round(worst.seconds) + " s",
                hung.stream()
                        .limit(3)
                        .map(h -> Who.process(
                                h.process.command(), h.process.pid(), h.where.isEmpty() ? "" : "sleeps in " + h.where))
                        .toList(),
                evidence,
                window.start(),
                0.8);
    }
}
