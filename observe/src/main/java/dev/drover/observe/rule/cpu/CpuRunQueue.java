package dev.drover.observe.rule.cpu;

import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.cpu.Cpus;
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
import dev.drover.observe.sample.Series;
import dev.drover.observe.sample.Window;
import java.util.ArrayList;
import java.util.function.Predicate;

/** More work than CPUs: all are busy, and tasks wait for their turn. */
public final class CpuRunQueue implements Rule {
    private static final double BUSY = 0.85;
    private static final double VERY_BUSY = 0.95;
    private static final double WAITED = 0.20;
    private static final double WAITED_LONG = 0.50;
    private static final int LOW_PRIORITY = 10;
    private static final double FEW_TASKS = 0.2;
    private static final String NETDATA = "Netdata 10min_cpu_usage 75/85/95 %";

    private static final RuleFacts FACTS = RuleFacts.of("cpu-run-queue", 1, Family.CPU, "CPU saturated")
            .reads("/proc/stat", "/proc/pressure/cpu", "/proc/[pid]/schedstat")
            .fires("CPUs busy > 85 % (critical: > 95 % and waits > 50 %)")
            .gate(
                    "some task waited for a CPU > 20 % of the time, and not only tasks of nice 10 or more; without pressure, run delay"
                            + " > 0.2 tasks per CPU, or tasks ready over CPUs")
            .source("busy: " + NETDATA + "; waits: calibrated")
            .remedy("profile the process named here, lower its concurrency or its priority, move it, or add CPUs")
            .check("mpstat -P ALL 1 5; cat /proc/pressure/cpu; pidstat -u 1 5")
            .explains("listen-overflow", "udp-loss", "softirq-budget", "scheduler-delay");

    @Override
    public RuleFacts facts() {
        return FACTS;
    }

    @Override
    public Outcome judge(Window window) {
        return Outcome.when(
                window.series(Cpus.GROUP, Cpus::busy),
                busy -> Outcome.when(Waiting.cpu(window), waited -> judge(window, busy, waited)));
    }

    private static Outcome judge(Window window, Series busy, Waiting waited) {
        var evidence = new ArrayList<Evidence>();
        evidence.add(Evidence.over("CPUs busy", busy.mean(), BUSY, Unit.SHARE, NETDATA));
        evidence.add(waited.over("somebody waited for a CPU", WAITED));
        if (busy.mean() <= BUSY) {
            return new Outcome.Quiet("CPUs are " + Unit.SHARE.show(busy.mean()) + " busy", evidence);
        }
        if (waited.mean() <= WAITED) {
            return new Outcome.Busy(
                    "CPUs are " + Unit.SHARE.show(busy.mean()) + " busy, hardly anybody waits", evidence);
        }
        if (onlyLowPriorityWaits(window)) {
            return new Outcome.Busy(
                    "CPUs are " + Unit.SHARE.show(busy.mean()) + " busy, and only work of low priority waits",
                    evidence);
        }
        window.series(Processes.GROUP, c -> Waiting.runDelay(Processes.uses(c)))
                .map(Series::mean)
                .map(tasks -> evidence.add(Evidence.fact(
                        "tasks waiting for a CPU", tasks, Unit.COUNT, "run delay: /proc/[pid]/schedstat")));
        window.series(i -> i.after().get(Cpus.GROUP).map(c -> (double) c.running()))
                .map(running -> evidence.add(Evidence.over(
                        "tasks running or ready",
                        running.mean(),
                        cpus(window),
                        Unit.COUNT,
                        "USE method: r over CPUs")));
        boolean critical = busy.mean() > VERY_BUSY && waited.mean() > WAITED_LONG;
        return new Outcome.Found(new Finding(
                FACTS.id(),
                critical ? Severity.CRITICAL : Severity.WARNING,
                confidence(busy, waited),
                "CPUs " + Unit.SHARE.show(busy.mean()) + " busy, and somebody waited for one "
                        + Unit.SHARE.show(waited.mean()) + " of the time",
                Culprits.byCpu(window),
                evidence,
                waited.share().firstOver(WAITED).orElse(window.start()),
                waited.mean()));
    }

    private static Confidence confidence(Series busy, Waiting waited) {
        double steady = Math.min(busy.shareOver(BUSY), waited.share().shareOver(WAITED));
        return steady >= 0.8
                ? waited.sure(0.95, "busy and waiting in " + Unit.SHARE.show(steady) + " of the samples")
                : waited.sure(
                        0.7, "busy and waiting on average, but in " + Unit.SHARE.show(steady) + " of the samples only");
    }

    /** Work that was started with nice waits because it was asked to. */
    private static boolean onlyLowPriorityWaits(Window window) {
        double low = tasks(window, p -> p.nice() >= LOW_PRIORITY).orElse(0.0);
        double others = tasks(window, p -> p.nice() < LOW_PRIORITY).orElse(Double.POSITIVE_INFINITY);
        return others < FEW_TASKS && low > 4 * others;
    }

    private static Measured<Double> tasks(Window window, Predicate<Proc> among) {
        return window.series(
                        Processes.GROUP,
                        c -> Waiting.runDelay(Processes.uses(c).stream()
                                .filter(use -> among.test(use.who()))
                                .toList()))
                .map(Series::mean);
    }

    private static double cpus(Window window) {
        return window.now(Cpus.GROUP).map(Cpus::count).orElse(1);
    }
}
