package dev.drover.observe.rule.network;

import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.net.Conntrack;
import dev.drover.observe.counter.net.PerCpu;
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
import java.util.List;

/** The firewall's table of connections is full: new ones are dropped while old ones live on. */
public final class ConntrackFull implements Rule {
    private static final double MANY = 0.75;
    private static final double NEARLY_FULL = 0.95;
    private static final String MIXIN = "node-mixin NodeHighNumberConntrackEntriesUsed 75 %";
    private static final String NETDATA = "Netdata netfilter_conntrack_full 95 %";

    private static final RuleFacts FACTS = RuleFacts.of(
                    "conntrack-full", 39, Family.NETWORK, "Connection tracking table full")
            .reads(
                    "/proc/sys/net/netfilter/nf_conntrack_count, nf_conntrack_max",
                    "/proc/net/stat/nf_conntrack drop, early_drop")
            .fires("> 95 % of the table used; or > 75 % and packets dropped for it (critical)")
            .gate("packets or waiting entries dropped for a full table; over 95 % none")
            .source(MIXIN + "; " + NETDATA)
            .conditions("connection tracking is in use")
            .remedy(
                    "raise net.netfilter.nf_conntrack_max and the buckets; shorten nf_conntrack_tcp_timeout_time_wait; NOTRACK for"
                            + " traffic that needs none; find who opens so many (conntrack -L)")
            .check(
                    "sysctl net.netfilter.nf_conntrack_count net.netfilter.nf_conntrack_max; conntrack -S; dmesg | grep 'table full'")
            .explains("tcp-retransmits", "tcp-resets", "udp-loss");

    @Override
    public RuleFacts facts() {
        return FACTS;
    }

    @Override
    public Outcome judge(Window window) {
        Measured<Conntrack> now = window.now(Conntrack.GROUP);
        if (now.why().contains("No such file")) {
            return new Outcome.NotApplicable("no connections are tracked here");
        }
        return Outcome.when(now, table -> {
            double dropped = Tally.rate(window.whole(), PerCpu.CONNECTIONS, "drop", "early_drop")
                    .orElse(0.0);
            var evidence = List.of(
                    Evidence.over(
                            "table of tracked connections used",
                            table.full(),
                            dropped > 0 ? MANY : NEARLY_FULL,
                            Unit.SHARE,
                            dropped > 0 ? MIXIN : NETDATA),
                    Evidence.over(
                            "packets dropped for a full table",
                            dropped,
                            0,
                            Unit.PER_SECOND,
                            "/proc/net/stat/nf_conntrack"),
                    Evidence.fact("connections followed", (double) table.count(), Unit.COUNT, "nf_conntrack_count"),
                    Evidence.fact(
                            "connections the table may hold", (double) table.most(), Unit.COUNT, "nf_conntrack_max"));
            if (table.full() <= MANY || (dropped == 0 && table.full() <= NEARLY_FULL)) {
                return table.full() > MANY
                        ? new Outcome.Busy("many connections are tracked, none is dropped for it", evidence)
                        : new Outcome.Quiet("the table of connections has room", evidence);
            }
            Measured<Series> full = window.series(
                    interval -> interval.after().get(Conntrack.GROUP).map(Conntrack::full));
            return new Outcome.Found(new Finding(
                    FACTS.id(),
                    dropped > 0 ? Severity.CRITICAL : Severity.WARNING,
                    dropped > 0
                            ? new Confidence(0.95, "the kernel counts what it drops for it")
                            : new Confidence(0.75, "nearly full; nothing need have been dropped yet"),
                    "the table of tracked connections is " + Unit.SHARE.show(table.full()) + " full, "
                            + Unit.PER_SECOND.show(dropped) + " dropped for it",
                    List.of(Who.host("conntrack -L shows whose connections they are")),
                    evidence,
                    full.map(s -> s.firstOver(MANY).orElse(window.start())).orElse(window.start()),
                    table.full()));
        });
    }
}
