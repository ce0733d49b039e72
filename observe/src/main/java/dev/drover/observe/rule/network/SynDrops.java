package dev.drover.observe.rule.network;

import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.net.Protocols;
import dev.drover.observe.rule.Confidence;
import dev.drover.observe.rule.Evidence;
import dev.drover.observe.rule.Family;
import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.Outcome;
import dev.drover.observe.rule.Rule;
import dev.drover.observe.rule.RuleFacts;
import dev.drover.observe.rule.Severity;
import dev.drover.observe.rule.Unit;
import dev.drover.observe.sample.Interval;
import dev.drover.observe.sample.Window;
import java.util.ArrayList;

/** Attempts to connect are dropped before the accept queue: too many handshakes are half done. */
public final class SynDrops implements Rule {
    private static final double OFTEN = 1;
    private static final double VERY_OFTEN = 5;
    private static final String NETDATA = "Netdata 1m_tcp_syn_queue_drops 1 and 5/s";

    private static final RuleFacts FACTS = RuleFacts.of("syn-drops", 37, Family.NETWORK, "SYN queue overflows")
            .reads(
                    "/proc/net/netstat TcpExt TCPReqQFullDrop, ListenDrops, ListenOverflows, TCPReqQFullDoCookies",
                    "/proc/net/snmp Tcp PassiveOpens",
                    "inet_diag of listeners, /proc/net/tcp")
            .fires("SYN dropped > 1/s (critical: > 5/s), not counting those for a full accept queue")
            .gate("dropped, not answered with a cookie: a cookie keeps nobody out")
            .source(NETDATA)
            .remedy(
                    "switch net.ipv4.tcp_syncookies on; raise net.ipv4.tcp_max_syn_backlog and the listen backlog; if the sources"
                            + " are many and never finish, filter the flood")
            .check("nstat -az TcpExtTCPReqQFullDrop TcpExtListenDrops; ss -tn state syn-recv | wc -l")
            .explains("tcp-retransmits");

    @Override
    public RuleFacts facts() {
        return FACTS;
    }

    @Override
    public Outcome judge(Window window) {
        return Outcome.when(window.series(SynDrops::dropped), dropped -> {
            double cookies = window.whole()
                    .rate(Protocols.EXTENDED, "TcpExt.TCPReqQFullDoCookies")
                    .orElse(0.0);
            var evidence = new ArrayList<Evidence>();
            evidence.add(Evidence.over("attempts to connect dropped", dropped.mean(), OFTEN, Unit.PER_SECOND, NETDATA));
            evidence.add(
                    Evidence.fact("answered with a cookie", cookies, Unit.PER_SECOND, "TcpExt TCPReqQFullDoCookies"));
            if (dropped.mean() <= OFTEN) {
                return cookies > OFTEN
                        ? new Outcome.Busy(
                                "a SYN queue is full, and cookies let clients in all the same: "
                                        + Unit.PER_SECOND.show(cookies),
                                evidence)
                        : new Outcome.Quiet("SYN queues have room", evidence);
            }
            double opened =
                    window.whole().rate(Protocols.BASIC, "Tcp.PassiveOpens").orElse(0.0);
            return new Outcome.Found(new Finding(
                    FACTS.id(),
                    dropped.mean() > VERY_OFTEN ? Severity.CRITICAL : Severity.WARNING,
                    new Confidence(0.9, "the kernel counts it"),
                    "attempts to connect were dropped " + Unit.PER_SECOND.show(dropped.mean())
                            + ": too many handshakes are half done",
                    Endpoints.orHost(Endpoints.halfOpen(window), "ss -tn state syn-recv shows them"),
                    evidence,
                    dropped.firstOver(OFTEN).orElse(window.start()),
                    dropped.mean() / (opened + dropped.mean())));
        });
    }

    /** ListenDrops counts every SYN that was dropped, those for a full accept queue among them. */
    private static Measured<Double> dropped(Interval interval) {
        Measured<Double> full = interval.rate(Protocols.EXTENDED, "TcpExt.TCPReqQFullDrop");
        Measured<Double> others = interval.rate(Protocols.EXTENDED, "TcpExt.ListenDrops")
                .then(all -> interval.rate(Protocols.EXTENDED, "TcpExt.ListenOverflows")
                        .map(overflows -> Math.max(0, all - overflows)));
        return full.isMeasured() ? full.map(f -> Math.max(f, others.orElse(0.0))) : others;
    }
}
