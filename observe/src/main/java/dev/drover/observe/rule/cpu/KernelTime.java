package dev.drover.observe.rule.cpu;

import dev.drover.observe.counter.cpu.Cpus;
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

/** The CPUs work for the kernel rather than for programs, and tasks wait for them. */
public final class KernelTime implements Rule {
    private static final double BUSY = 0.70;
    private static final double OF_BUSY = 0.75;
    private static final double WAITED = 0.20;
    private static final String PCP = "PCP cpu.system 70/75 %";

    private static final RuleFacts FACTS = RuleFacts.of("kernel-time", 3, Family.CPU, "The kernel itself is busy")
            .reads("/proc/stat system, irq, softirq, ctxt", "/proc/pressure/cpu", "/proc/[pid]/stat stime")
            .fires("CPUs busy > 70 %, and > 75 % of that in the kernel")
            .gate("somebody waited for a CPU > 20 % of the time")
            .source(PCP + "; the gate: calibrated")
            .conditions("without pressure (Linux 4.20 with PSI) by run delay")
            .remedy("find the system call or lock: perf top, or strace -c on the process below; batch small calls, use"
                    + " fewer threads")
            .check("mpstat 1 5, column %sys; perf top -g; strace -c -f -p PID")
            .explains("cpu-run-queue", "scheduler-delay", "listen-overflow", "udp-loss");

    @Override
    public RuleFacts facts() {
        return FACTS;
    }

    @Override
    public Outcome judge(Window window) {
        return Outcome.when(
                window.series(Cpus.GROUP, Cpus::busy),
                busy -> Outcome.when(
                        window.series(Cpus.GROUP, c -> Cpus.shares(c).map(s -> s.system() + s.irq() + s.softirq())),
                        kernel -> Outcome.when(Waiting.cpu(window), waited -> judge(window, busy, kernel, waited))));
    }

    private static Outcome judge(Window window, Series busy, Series kernel, Waiting waited) {
        double share = busy.mean() == 0 ? 0 : kernel.mean() / busy.mean();
        var evidence = new ArrayList<Evidence>();
        evidence.add(Evidence.over("busy time spent in the kernel", share, OF_BUSY, Unit.SHARE, PCP));
        evidence.add(Evidence.over("CPUs busy", busy.mean(), BUSY, Unit.SHARE, PCP));
        evidence.add(waited.over("somebody waited for a CPU", WAITED));
        window.whole()
                .rate(Cpus.GROUP, Cpus::contextSwitches)
                .map(rate -> evidence.add(Evidence.fact("context switches", rate, Unit.PER_SECOND, "/proc/stat ctxt")));
        window.whole()
                .rate(Cpus.GROUP, Cpus::forks)
                .map(rate -> evidence.add(Evidence.fact("tasks made", rate, Unit.PER_SECOND, "/proc/stat processes")));
        if (busy.mean() <= BUSY || share <= OF_BUSY) {
            return new Outcome.Quiet(
                    "the kernel takes " + Unit.SHARE.show(share) + " of a busy time of " + Unit.SHARE.show(busy.mean()),
                    evidence);
        }
        if (waited.mean() <= WAITED) {
            return new Outcome.Busy(
                    "CPUs are busy in the kernel " + Unit.SHARE.show(kernel.mean())
                            + " of the time, hardly anybody waits",
                    evidence);
        }
        return new Outcome.Found(new Finding(
                FACTS.id(),
                waited.mean() > 0.5 ? Severity.CRITICAL : Severity.WARNING,
                waited.sure(0.8, "the counters say where the time goes, not into which system call"),
                "CPUs " + Unit.SHARE.show(busy.mean()) + " busy, " + Unit.SHARE.show(share)
                        + " of it in the kernel, and somebody waited for one " + Unit.SHARE.show(waited.mean())
                        + " of the time",
                Culprits.bySystem(window),
                evidence,
                waited.share().firstOver(WAITED).orElse(window.start()),
                waited.mean()));
    }
}
