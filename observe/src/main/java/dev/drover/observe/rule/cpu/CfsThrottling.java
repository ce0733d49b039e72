package dev.drover.observe.rule.cpu;

import dev.drover.observe.counter.Change;
import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.cgroup.Cgroup;
import dev.drover.observe.counter.cgroup.Cgroups;
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
import dev.drover.observe.rule.Who;
import dev.drover.observe.sample.Series;
import dev.drover.observe.sample.Window;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A control group used up its CPU quota and was stopped until the next period. */
public final class CfsThrottling implements Rule {
    private static final double PERIODS = 0.25;
    private static final double STOPPED = 0.05;
    private static final double STOPPED_LONG = 0.30;
    private static final long FEW_PERIODS = 5;
    private static final String MIXIN = "kubernetes-mixin CPUThrottlingHigh 25 %";

    private static final RuleFacts FACTS = RuleFacts.of("cfs-throttling", 5, Family.CPU, "CPU quota throttles a group")
            .reads(
                    "cgroup cpu.stat nr_periods, nr_throttled, throttled_usec (version 1: throttled_time)",
                    "cpu.max",
                    "cpu.cfs_quota_us")
            .fires("throttled in > 25 % of its periods")
            .gate("stopped > 5 % of the time")
            .source("periods: " + MIXIN + "; stopped time: calibrated")
            .conditions("groups with a CPU quota; cgroup version 1 or 2")
            .remedy("raise or remove the quota, or give the program fewer threads than the quota has CPUs (GOMAXPROCS,"
                    + " -XX:ActiveProcessorCount)")
            .check("cat /sys/fs/cgroup{,/cpu}{who}/cpu.stat, twice")
            .explainsOwn(
                    "listen-overflow",
                    "syn-drops",
                    "tcp-resets",
                    "tcp-retransmits",
                    "udp-loss",
                    "sender-limited",
                    "scheduler-delay",
                    "single-thread",
                    "gc-stall");

    @Override
    public RuleFacts facts() {
        return FACTS;
    }

    @Override
    public Outcome judge(Window window) {
        return Outcome.when(window.change(Cgroups.GROUP), change -> {
            var findings = new ArrayList<Finding>();
            int limited = 0;
            for (Cgroup group : change.after().byPath().values()) {
                limited += group.cpu().isMeasured() ? 1 : 0;
                throttling(window, group.path()).map(t -> judge(window, group.path(), t, findings));
            }
            findings.sort(Comparator.comparingDouble(f -> -f.magnitude()));
            if (!findings.isEmpty()) {
                return new Outcome.Found(findings);
            }
            return limited == 0
                    ? new Outcome.NotApplicable("no control group with a CPU quota is here")
                    : new Outcome.Quiet("none of " + limited + " groups with a CPU quota is throttled much", List.of());
        });
    }

    private static Measured<Cgroup.Throttling> throttling(Window window, String path) {
        return window.change(Cgroups.GROUP).then(c -> throttling(c, path));
    }

    private static Measured<Cgroup.Throttling> throttling(Change<Cgroups> change, String path) {
        Cgroup before = change.before().byPath().get(path);
        Cgroup after = change.after().byPath().get(path);
        return before == null || after == null
                ? Measured.not("the group was not there all the time")
                : Cgroup.throttling(new Change<>(before, after, change.seconds()));
    }

    private static boolean judge(Window window, String path, Cgroup.Throttling whole, List<Finding> findings) {
        if (whole.periods() < FEW_PERIODS || whole.share() <= PERIODS || whole.stopped() <= STOPPED) {
            return false;
        }
        Measured<Series> series =
                window.series(Cgroups.GROUP, c -> throttling(c, path).map(Cgroup.Throttling::share));
        String share = Unit.SHARE.show(whole.share());
        return findings.add(new Finding(
                FACTS.id(),
                whole.stopped() > STOPPED_LONG ? Severity.CRITICAL : Severity.WARNING,
                new Confidence(0.95, "the kernel counts it: " + whole.periods() + " periods seen"),
                "group " + path + " was throttled in " + share + " of its periods by its quota of "
                        + Unit.CPUS.show(whole.quota()),
                who(window, path),
                List.of(
                        Evidence.over("periods throttled", whole.share(), PERIODS, Unit.SHARE, MIXIN),
                        Evidence.over(
                                "stopped, in CPU seconds a second",
                                whole.stopped(),
                                STOPPED,
                                Unit.COUNT,
                                "calibrated; cpu.stat"),
                        Evidence.fact("its quota", whole.quota(), Unit.CPUS, "cpu.max or cpu.cfs_quota_us")),
                series.map(s -> s.firstOver(PERIODS).orElse(window.start())).orElse(window.start()),
                whole.share()));
    }

    private static List<Who> who(Window window, String path) {
        var who = new ArrayList<Who>();
        who.add(new Who(Who.Kind.CGROUP, path, ""));
        who.addAll(Culprits.byCpu(window, p -> p.groups().in(path)));
        return who;
    }
}
