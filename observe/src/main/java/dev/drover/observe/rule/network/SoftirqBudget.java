package dev.drover.observe.rule.network;

import dev.drover.observe.counter.net.Softnet;
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
import java.util.List;

/** The kernel's turn at received packets ends before they are done, and some are lost meanwhile. */
public final class SoftirqBudget implements Rule {
    private static final double OFTEN = 10;
    private static final double LOST = 1;
    private static final String NETDATA = "Netdata 1min_netdev_budget_ran_outs 10/s";

    private static final RuleFacts FACTS = RuleFacts.of("softirq-budget", 12, Family.NETWORK, "Packet budget runs out")
            .reads(
                    "/proc/net/softnet_stat column 3 (time_squeeze), column 2 (dropped)",
                    "/sys/class/net/*/statistics/rx_missed_errors")
            .fires("the budget ended before the work > 10/s")
            .gate("packets dropped > 1/s, by a CPU's queue or by the card")
            .source(NETDATA + "; the gate: calibrated")
            .remedy(
                    "raise net.core.netdev_budget and net.core.netdev_budget_usecs (by default 300 and 2000 µs), or spread the"
                            + " work over CPUs")
            .check("cat /proc/net/softnet_stat, twice; sysctl net.core.netdev_budget net.core.netdev_budget_usecs")
            .explains("backlog-drops", "nic-drops");

    @Override
    public RuleFacts facts() {
        return FACTS;
    }

    @Override
    public Outcome judge(Window window) {
        return Outcome.when(window.series(Softnet.GROUP, c -> c.rate(Softnet::squeezed)), squeezed -> {
            double dropped =
                    window.whole().rate(Softnet.GROUP, Softnet::dropped).orElse(0.0);
            double missed = Missed.perSecond(window);
            var evidence = List.of(
                    Evidence.over("turns that ended before the work", squeezed.mean(), OFTEN, Unit.PER_SECOND, NETDATA),
                    Evidence.over(
                            "packets lost meanwhile",
                            dropped + missed,
                            LOST,
                            Unit.PER_SECOND,
                            "calibrated; softnet_stat"));
            if (squeezed.mean() <= OFTEN) {
                return new Outcome.Quiet("received packets are taken up in time", evidence);
            }
            if (dropped + missed <= LOST) {
                return new Outcome.Busy("the packet budget ends before the work, nothing is lost", evidence);
            }
            double processed =
                    window.whole().rate(Softnet.GROUP, Softnet::processed).orElse(0.0);
            return new Outcome.Found(new Finding(
                    FACTS.id(),
                    Severity.WARNING,
                    new Confidence(0.8, "the kernel counts both"),
                    "the packet budget ran out " + Unit.PER_SECOND.show(squeezed.mean()) + ", and "
                            + Unit.PER_SECOND.show(dropped + missed) + " packets were lost",
                    List.of(Who.host("")),
                    evidence,
                    squeezed.firstOver(OFTEN).orElse(window.start()),
                    (dropped + missed) / Math.max(1, processed + dropped + missed)));
        });
    }
}
