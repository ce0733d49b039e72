package dev.drover.observe.rule.memory;

import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.cpu.Pressure;
import dev.drover.observe.counter.memory.Memory;
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
import java.util.List;

/** Work stops while the kernel looks for memory. */
public final class MemoryStall implements Rule {
    private static final double SOME = 0.10;
    private static final double FULL = 0.05;
    private static final String OOMD = "calibrated; systemd-oomd kills at 60 % for 30 s";

    private static final RuleFacts FACTS = RuleFacts.of("memory-stall", 15, Family.MEMORY, "Memory is short")
            .reads("/proc/pressure/memory", "/proc/meminfo MemAvailable", "/proc/vmstat")
            .fires("somebody stalled on memory > 10 % of the time (critical: everybody > 5 %)")
            .source(OOMD)
            .conditions(
                    "without pressure (Linux 4.20 with PSI, some distributions need psi=1) by requests for memory that had to"
                            + " wait")
            .remedy("make the largest user named here smaller (heap, cache, workers), move it, or add memory")
            .check("cat /proc/pressure/memory; vmstat 1 5")
            .explains(
                    "disk-queueing",
                    "load-without-cpu",
                    "listen-overflow",
                    "oom-kill",
                    "memory-low",
                    "kernel-time",
                    "iowait",
                    "gc-stall",
                    "scheduler-delay");

    @Override
    public RuleFacts facts() {
        return FACTS;
    }

    @Override
    public Outcome judge(Window window) {
        return Outcome.when(Waiting.memory(window), some -> {
            Measured<Series> full = window.series(Pressure.MEMORY, Pressure::full);
            var evidence = new ArrayList<Evidence>();
            evidence.add(Evidence.over(
                    "somebody stalled on memory", some.mean(), SOME, Unit.SHARE, OOMD + "; " + some.source()));
            full.map(f -> evidence.add(Evidence.over("everybody stalled on memory", f.mean(), FULL, Unit.SHARE, OOMD)));
            window.now(Memory.INFO)
                    .then(Memory::available)
                    .map(a -> evidence.add(
                            Evidence.fact("memory available", a, Unit.SHARE, "/proc/meminfo MemAvailable")));
            double all = full.map(Series::mean).orElse(0.0);
            return some.mean() <= SOME && all <= FULL
                    ? new Outcome.Quiet("nobody stalls on memory", evidence)
                    : found(window, some, all, evidence);
        });
    }

    private static Outcome found(Window window, Waiting some, double full, List<Evidence> evidence) {
        for (String name : List.of("allocstall_normal", "allocstall_movable", "pgmajfault", "pswpin", "pswpout")) {
            window.whole()
                    .rate(Memory.EVENTS, name)
                    .map(rate -> rate >= 1 && evidence.add(Evidence.fact(name, rate, Unit.PER_SECOND, "/proc/vmstat")));
        }
        boolean steady = some.share().shareOver(SOME) >= 0.6;
        return new Outcome.Found(new Finding(
                FACTS.id(),
                full > FULL ? Severity.CRITICAL : Severity.WARNING,
                steady
                        ? some.sure(
                                0.9,
                                "stalled in " + Unit.SHARE.show(some.share().shareOver(SOME)) + " of the samples")
                        : some.sure(0.6, "one burst rather than a steady stall"),
                "work stalled for memory " + Unit.SHARE.show(some.mean()) + " of the time",
                Culprits.byMemory(window),
                evidence,
                some.share().firstOver(SOME).orElse(window.start()),
                some.mean()));
    }
}
