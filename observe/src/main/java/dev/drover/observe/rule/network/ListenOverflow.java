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
import dev.drover.observe.rule.Who;
import dev.drover.observe.sample.Series;
import dev.drover.observe.sample.Window;
import java.util.List;

/** Clients are kept out because a server does not accept connections as fast as they come. */
public final class ListenOverflow implements Rule {
    private static final double OFTEN = 1;
    private static final double VERY_OFTEN = 5;
    private static final double ALL = 50;
    private static final String NETDATA = "Netdata 1m_tcp_accept_queue_overflows 1 and 5/s";

    private static final RuleFacts FACTS = RuleFacts.of("listen-overflow", 36, Family.NETWORK, "Accept queue overflows")
            .reads("/proc/net/netstat TcpExt ListenOverflows", "inet_diag of listeners, /proc/net/tcp")
            .fires("overflows > 1/s (critical: > 5/s); each is a client that waits a second or more")
            .source(NETDATA)
            .remedy(
                    "find out why the server does not accept (CPU, quota, memory, a blocked accept loop); only then raise its"
                            + " listen backlog and net.core.somaxconn")
            .check("nstat -az TcpExtListenOverflows; ss -ltn (Recv-Q over Send-Q)")
            .explains("syn-drops", "tcp-retransmits", "tcp-resets");

    @Override
    public RuleFacts facts() {
        return FACTS;
    }

    @Override
    public Outcome judge(Window window) {
        return Outcome.when(window.rates(Protocols.EXTENDED, "TcpExt.ListenOverflows"), overflows -> {
            var evidence = List.of(Evidence.over(
                    "connections that overflowed a queue", overflows.mean(), OFTEN, Unit.PER_SECOND, NETDATA));
            if (overflows.mean() <= OFTEN) {
                return new Outcome.Quiet("accept queues have room", evidence);
            }
            List<Who> full = Endpoints.full(window);
            return new Outcome.Found(new Finding(
                            FACTS.id(),
                            overflows.mean() > VERY_OFTEN ? Severity.CRITICAL : Severity.WARNING,
                            full.isEmpty()
                                    ? new Confidence(
                                            0.85, "the kernel counts it; which listener it was it does not tell")
                                    : new Confidence(0.95, "the kernel counts it, and the queue was seen full"),
                            "the accept queue of "
                                    + (full.isEmpty()
                                            ? "a listener"
                                            : full.getFirst().name()) + " overflowed "
                                    + Unit.PER_SECOND.show(overflows.mean()),
                            Endpoints.orHost(full, "ss -ltn shows the listener whose queue is full"),
                            evidence,
                            overflows.firstOver(OFTEN).orElse(window.start()),
                            magnitude(window, overflows))
                    .notCausedBy(Endpoints.noWantOfCpu(window, full)));
        });
    }

    /** The share of connections that overflowed, as far as it is known how many came. */
    private static double magnitude(Window window, Series overflows) {
        Measured<Double> opened = window.whole().rate(Protocols.BASIC, "Tcp.PassiveOpens");
        return opened.map(o -> overflows.mean() / (o + overflows.mean())).orElse(overflows.mean() / ALL);
    }
}
