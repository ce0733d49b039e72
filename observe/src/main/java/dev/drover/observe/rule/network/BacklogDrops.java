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

/** A CPU's queue of received packets is full: they are dropped before any protocol sees them. */
public final class BacklogDrops implements Rule {
    private static final double OFTEN = 10;
    private static final double VERY_MANY = 0.01;
    private static final String NETDATA = "Netdata 1min_netdev_backlog_exceeded 10/s";

    private static final RuleFacts FACTS = RuleFacts.of(
                    "backlog-drops", 13, Family.NETWORK, "Packets dropped before the stack")
            .reads("/proc/net/softnet_stat column 2 (dropped)")
            .fires("> 10/s (critical: > 1 % of packets)")
            .source(NETDATA + "; 1 %: calibrated")
            .remedy(
                    "raise net.core.netdev_max_backlog; spread the work over CPUs (RPS); switch GRO on (ethtool -K IF gro on)")
            .check("cat /proc/net/softnet_stat, twice; sysctl net.core.netdev_max_backlog")
            .explains("nic-drops", "tcp-retransmits", "udp-loss");

    @Override
    public RuleFacts facts() {
        return FACTS;
    }

    @Override
    public Outcome judge(Window window) {
        return Outcome.when(window.series(Softnet.GROUP, c -> c.rate(Softnet::dropped)), dropped -> {
            double processed =
                    window.whole().rate(Softnet.GROUP, Softnet::processed).orElse(0.0);
            double share = dropped.mean() / Math.max(1, processed + dropped.mean());
            var evidence = List.of(
                    Evidence.over("packets dropped before the stack", dropped.mean(), OFTEN, Unit.PER_SECOND, NETDATA),
                    Evidence.over(
                            "packets dropped before the stack, of all",
                            share,
                            VERY_MANY,
                            Unit.SHARE,
                            "calibrated; softnet_stat"));
            if (dropped.mean() <= OFTEN) {
                return new Outcome.Quiet("the queues of the CPUs have room", evidence);
            }
            return new Outcome.Found(new Finding(
                    FACTS.id(),
                    share > VERY_MANY ? Severity.CRITICAL : Severity.WARNING,
                    new Confidence(0.9, "the kernel counts it"),
                    Unit.PER_SECOND.show(dropped.mean()) + " packets were dropped before the stack, "
                            + Unit.SHARE.show(share) + " of all",
                    worst(window),
                    evidence,
                    dropped.firstOver(OFTEN).orElse(window.start()),
                    5 * share)); // as of lost segments: a little loss costs far more than its share
        });
    }

    /** The line of the file is the CPU's number as long as all CPUs are online. */
    private static List<Who> worst(Window window) {
        return window.change(Softnet.GROUP)
                .map(change -> {
                    var rows = change.after().rows();
                    var before = change.before().rows();
                    int worst = 0;
                    long most = -1;
                    for (int i = 0; i < Math.min(rows.size(), before.size()); i++) {
                        long grown = rows.get(i).dropped() - before.get(i).dropped();
                        worst = grown > most ? i : worst;
                        most = Math.max(grown, most);
                    }
                    return List.of(new Who(Who.Kind.CPU, Integer.toString(worst), most + " packets dropped"));
                })
                .orElse(List.of());
    }
}
