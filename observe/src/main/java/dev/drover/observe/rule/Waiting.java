package dev.drover.observe.rule;

import dev.drover.observe.counter.Change;
import dev.drover.observe.counter.Group;
import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.cpu.CpuShares;
import dev.drover.observe.counter.cpu.Cpus;
import dev.drover.observe.counter.cpu.Pressure;
import dev.drover.observe.counter.memory.Memory;
import dev.drover.observe.counter.process.Proc;
import dev.drover.observe.counter.process.Processes;
import dev.drover.observe.sample.Interval;
import dev.drover.observe.sample.Series;
import dev.drover.observe.sample.Window;
import java.util.List;
import java.util.function.Function;

/**
 * The share of the time in which somebody waited for a resource: pressure (PSI, Linux 4.20 with CONFIG_PSI). A kernel without it, or
 * one booted with {@code psi=0}, has weaker signs, of which the share is estimated.
 *
 * @param mean over all of the window. Where the reader itself did not get to run in the middle of a sample, what happened meanwhile
 *     seems to lie in one interval, which cannot be more than full, and is missing in the next: then the whole window tells more
 *     than its intervals
 * @param source what tells it
 * @param estimated whether it is no pressure but weaker signs
 */
public record Waiting(Series share, double mean, String source, boolean estimated) {
    private static final double LESS_SURE = 0.7;

    /** A request for memory that must first be made free, and a page that comes back from swap: calibrated, in seconds. */
    private static final double RECLAIM = 0.005;

    private static final double SWAP_IN = 0.0002;
    private static final List<String> RECLAIMS = List.of(
            "allocstall_normal",
            "allocstall_movable",
            "allocstall_dma32",
            "allocstall_dma",
            "allocstall_device",
            "allocstall");

    /**
     * For a CPU.
     *
     * <p>The kernel adds pressure up in 32 bits of nanoseconds for each CPU (linux/psi_types.h) and loses it when the worker that
     * collects it does not get to run for 4 s, which is when it matters most; so what a single task waited counts, too: it is never
     * more than what somebody did.
     */
    public static Measured<Waiting> cpu(Window window) {
        return of(
                        window,
                        Pressure.CPU,
                        interval -> {
                            Measured<Double> delay = interval.change(Processes.GROUP)
                                    .then(change -> runDelay(Processes.uses(change)))
                                    .map(tasks -> Math.min(1, tasks / cpus(interval)));
                            return delay.isMeasured() ? delay : crowd(interval);
                        },
                        "no pressure; run delay for each CPU: /proc/[pid]/schedstat, or procs_running over CPUs")
                .map(told -> told.atLeast(window.series(interval -> Measured.of(longest(interval)))));
    }

    private Waiting atLeast(Measured<Series> known) {
        return known.map(least -> least.mean() <= mean
                        ? this
                        : new Waiting(least, least.mean(), source + "; /proc/[pid]/schedstat of one task", estimated))
                .orElse(this);
    }

    /** The share of the time that the process of one thread waited which waited most; those of low priority may. */
    private static double longest(Interval interval) {
        return interval.change(Processes.GROUP).map(Processes::uses).orElse(List.of()).stream()
                .filter(use -> use.who().threads() == 1 && use.who().nice() <= 0)
                .mapToDouble(use -> Math.min(1, use.waited().orElse(0.0)))
                .max()
                .orElse(0);
    }

    /** For memory. */
    public static Measured<Waiting> memory(Window window) {
        return of(
                window,
                Pressure.MEMORY,
                Waiting::reclaiming,
                "no pressure; estimated from /proc/vmstat allocstall, pswpin");
    }

    /** For block devices. */
    public static Measured<Waiting> io(Window window) {
        return of(
                window,
                Pressure.IO,
                Waiting::blocked,
                "no pressure; estimated from /proc/stat procs_blocked, iowait, and delay accounting");
    }

    private static Measured<Waiting> of(
            Window window, Group<Pressure> group, Function<Interval, Measured<Double>> weaker, String source) {
        Measured<Series> pressure = window.series(group, Pressure::some);
        if (pressure.isMeasured()) {
            double whole = window.change(group).then(Pressure::some).orElse(0.0);
            return pressure.map(
                    share -> new Waiting(share, Math.max(share.mean(), whole), "PSI: " + group + " some", false));
        }
        Measured<Waiting> estimate = window.series(weaker).map(share -> new Waiting(share, share.mean(), source, true));
        return estimate.isMeasured()
                ? estimate
                : Measured.not(pressure.why() + "; nor is there a weaker sign (" + estimate.why() + ")");
    }

    /** How many tasks waited for a CPU on average, as the scheduler counts for each process. */
    public static Measured<Double> runDelay(List<Proc.Use> uses) {
        double tasks = 0;
        int known = 0;
        for (Proc.Use use : uses) {
            known += use.waited().isMeasured() ? 1 : 0;
            tasks += use.waited().orElse(0.0);
        }
        return known == 0 ? Measured.not("/proc/[pid]/schedstat cannot be read") : Measured.of(tasks);
    }

    /** Tasks that were ready beside those that could run, for each CPU, at the end of an interval; the reader is one of them. */
    private static Measured<Double> crowd(Interval interval) {
        double cpus = cpus(interval);
        return interval.after().get(Cpus.GROUP).map(c -> Math.clamp((c.running() - 1 - cpus) / cpus, 0, 1));
    }

    private static double cpus(Interval interval) {
        return interval.after().get(Cpus.GROUP).map(Cpus::count).orElse(1);
    }

    private static Measured<Double> reclaiming(Interval interval) {
        double reclaims = 0;
        boolean known = false;
        for (String name : RECLAIMS) {
            Measured<Double> rate = interval.rate(Memory.EVENTS, name);
            known |= rate.isMeasured();
            reclaims += rate.orElse(0.0);
        }
        double swapped = interval.rate(Memory.EVENTS, "pswpin").orElse(0.0);
        return known
                ? Measured.of(Math.min(1, reclaims * RECLAIM + swapped * SWAP_IN))
                : Measured.not("no allocstall in /proc/vmstat");
    }

    /** The largest of three lower bounds: what tasks do at the samples, CPUs that idle for it, and what tasks are charged with. */
    private static Measured<Double> blocked(Interval interval) {
        return interval.change(Cpus.GROUP).map(change -> {
            double seen =
                    ((change.before().blocked() > 0 ? 1 : 0) + (change.after().blocked() > 0 ? 1 : 0)) / 2.0;
            double idle = Cpus.shares(change).map(CpuShares::iowait).orElse(0.0)
                    * change.after().count();
            double charged =
                    interval.change(Processes.GROUP).map(Waiting::charged).orElse(0.0);
            return Math.min(1, Math.max(seen, Math.max(idle, charged)));
        });
    }

    private static double charged(Change<Processes> change) {
        double ticks = 0;
        for (Proc after : change.after().byPid().values()) {
            Proc before = change.before().byPid().get(after.pid());
            if (before != null && before.startTicks() == after.startTicks()) {
                ticks += Math.max(0, after.ioTicks() - before.ioTicks());
            }
        }
        return ticks / Proc.TICKS_PER_SECOND / change.seconds();
    }

    /** The row of evidence, held against a limit. */
    public Evidence over(String what, double limit) {
        return Evidence.over(what, mean(), limit, Unit.SHARE, "calibrated; " + source);
    }

    /** A confidence, less if this is an estimate. */
    public Confidence sure(double value, String reason) {
        return estimated
                ? new Confidence(value * LESS_SURE, reason + "; but without pressure (PSI) waiting is an estimate")
                : new Confidence(value, reason);
    }
}
