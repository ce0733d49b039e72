package dev.drover.observe.rule.cpu;

import dev.drover.observe.counter.cpu.CpuShares;
import dev.drover.observe.counter.cpu.Cpus;
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
import java.util.List;

/** The hypervisor ran somebody else while this guest wanted to run. */
public final class Steal implements Rule {
    private static final double STOLEN = 0.10;
    private static final double STOLEN_MUCH = 0.25;
    private static final double STEADILY = 0.5;
    /** Of all the time: so much hurts in bursts, too. */
    private static final double NO_MATTER_HOW = 0.15;

    private static final String NETDATA = "Netdata 20min_steal_cpu 10 %";

    private static final RuleFacts FACTS = RuleFacts.of("steal", 4, Family.CPU, "The hypervisor takes CPU time away")
            .reads("/proc/stat steal")
            .fires("stolen > 10 % of the time of all CPUs (critical: > 25 %)")
            .gate(
                    "in more than half of the samples, or > 15 % on average: others' bursts pass; stolen time is time in which a task wanted"
                            + " to run and could not")
            .source(NETDATA + "; over some seconds instead of 20 minutes: calibrated")
            .conditions("virtual machines whose hypervisor tells; others show 0")
            .remedy("move the machine to a quieter host, take a size with dedicated CPUs, or use fewer CPU credits")
            .check("mpstat 1 5, column %steal")
            .explains(
                    "cpu-run-queue", "scheduler-delay", "single-thread", "kernel-time", "listen-overflow", "udp-loss");

    @Override
    public RuleFacts facts() {
        return FACTS;
    }

    @Override
    public Outcome judge(Window window) {
        return Outcome.when(
                window.series(Cpus.GROUP, c -> Cpus.shares(c).map(CpuShares::steal)), stolen -> judge(window, stolen));
    }

    private static Outcome judge(Window window, Series stolen) {
        var evidence = new ArrayList<Evidence>();
        evidence.add(Evidence.over("CPU time stolen", stolen.mean(), STOLEN, Unit.SHARE, NETDATA));
        if (stolen.mean() <= STOLEN) {
            return new Outcome.Quiet("the hypervisor steals " + Unit.SHARE.show(stolen.mean()), evidence);
        }
        window.series(Cpus.GROUP, Cpus::busy)
                .map(b -> evidence.add(Evidence.fact("CPUs busy here", b.mean(), Unit.SHARE, "/proc/stat")));
        double steady = stolen.shareOver(STOLEN);
        if (steady <= STEADILY && stolen.mean() <= NO_MATTER_HOW) {
            return new Outcome.Busy("the hypervisor stole " + Unit.SHARE.show(stolen.mean()) + ", in bursts", evidence);
        }
        return new Outcome.Found(new Finding(
                FACTS.id(),
                stolen.mean() > STOLEN_MUCH ? Severity.CRITICAL : Severity.WARNING,
                new Confidence(steady > 0.8 ? 0.9 : 0.7, "stolen in " + Unit.SHARE.show(steady) + " of the samples"),
                "the hypervisor ran others for " + Unit.SHARE.show(stolen.mean()) + " of this machine's CPU time",
                List.of(Who.host("a virtual machine whose host has not enough CPU time")),
                evidence,
                stolen.firstOver(STOLEN).orElse(window.start()),
                Math.min(1, 2 * stolen.mean())));
    }
}
