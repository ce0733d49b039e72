package dev.drover.observe.rule.network;

import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.net.Protocols;
import dev.drover.observe.counter.net.TcpMemory;
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

/** Sockets that no process holds any more near the number the kernel keeps: beyond it connections are cut. */
public final class TcpOrphans implements Rule {
    private static final double MANY = 0.25;
    private static final double VERY_MANY = 0.50;
    private static final String NETDATA = "Netdata tcp_orphans 25 and 50 %";

    private static final RuleFacts FACTS = RuleFacts.of(
                    "tcp-orphans", 43, Family.NETWORK, "Too many abandoned connections")
            .reads(
                    "/proc/net/sockstat TCP orphan",
                    "/proc/sys/net/ipv4/tcp_max_orphans",
                    "/proc/net/netstat TcpExt TCPAbortOnMemory")
            .fires(
                    "orphans > 25 % of the limit (critical: > 50 %): the kernel counts one that does not progress up to four times")
            .source(NETDATA + "; Linux tcp_check_oom, tcp_out_of_resources")
            .remedy("find peers that vanish or read nothing (ss -tn state fin-wait-1, state last-ack); lower"
                    + " net.ipv4.tcp_orphan_retries, or raise net.ipv4.tcp_max_orphans")
            .check("grep TCP: /proc/net/sockstat; cat /proc/sys/net/ipv4/tcp_max_orphans")
            .explains("tcp-resets");

    @Override
    public RuleFacts facts() {
        return FACTS;
    }

    @Override
    public Outcome judge(Window window) {
        Measured<Series> orphans = window.series(interval -> interval.after()
                .get(Protocols.SOCKETS)
                .then(s -> s.get("TCP.orphan"))
                .map(n -> (double) n));
        return Outcome.when(
                window.now(TcpMemory.MOST_ORPHANS), most -> Outcome.when(orphans, now -> judge(window, most, now)));
    }

    private static Outcome judge(Window window, double most, Series orphans) {
        double share = orphans.mean() / Math.max(1, most);
        double cut = window.whole()
                .rate(Protocols.EXTENDED, "TcpExt.TCPAbortOnMemory")
                .orElse(0.0);
        var evidence = List.of(
                Evidence.over("orphans, of those allowed", share, MANY, Unit.SHARE, NETDATA),
                Evidence.fact("orphans", orphans.mean(), Unit.COUNT, "/proc/net/sockstat TCP orphan"),
                Evidence.fact("connections cut for it", cut, Unit.PER_SECOND, "TcpExt TCPAbortOnMemory"));
        if (share <= MANY) {
            return new Outcome.Quiet("few connections are abandoned", evidence);
        }
        return new Outcome.Found(new Finding(
                FACTS.id(),
                share > VERY_MANY || cut > 0 ? Severity.CRITICAL : Severity.WARNING,
                cut > 0
                        ? new Confidence(0.9, "the kernel cuts connections for it")
                        : new Confidence(0.7, "the limit is near; nothing need have been cut yet"),
                Unit.COUNT.show(orphans.mean()) + " connections are abandoned, " + Unit.SHARE.show(share)
                        + " of those allowed",
                List.of(Who.host("ss -tn state fin-wait-1 shows their peers")),
                evidence,
                orphans.firstOver(MANY * most).orElse(window.start()),
                share));
    }
}
