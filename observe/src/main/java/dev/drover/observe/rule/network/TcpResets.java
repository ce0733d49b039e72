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

/**
 * Connections are refused or cut.
 *
 * <p>A refused attempt is always somebody's loss. A reset of an open connection may be how a program closes it, so resets alone
 * count only if they set in within the window, or if the kernel gave connections up.
 */
public final class TcpResets implements Rule {
    private static final double OFTEN = 5;
    private static final double REFUSED = 0.10;
    private static final double CUT = 0.20;
    private static final double TIMES_MORE = 10;
    private static final double ALL = 0.5;
    private static final String NETDATA = "Netdata 1m_ipv4_tcp_resets: 10 times the minute before, 5/s";

    private static final RuleFacts FACTS = RuleFacts.of(
                    "tcp-resets", 42, Family.NETWORK, "Connections are refused or cut")
            .reads(
                    "/proc/net/snmp Tcp AttemptFails, EstabResets, OutRsts, ActiveOpens, PassiveOpens",
                    "/proc/net/netstat TcpExt EmbryonicRsts, TCPAbortOnTimeout, TCPAbortOnMemory")
            .fires(
                    "> 5/s attempts to connect fail, > 10 % of all; or > 5/s open connections are reset, > 20 % of all, and ten times as many"
                            + " as before")
            .gate("attempts failed, or the kernel gave connections up: a reset alone may be how a program closes")
            .source(NETDATA + "; shares: calibrated")
            .remedy(
                    "see whether the service that is connected to is up and listens; who sends the resets a capture shows:"
                            + " tcpdump 'tcp[tcpflags] & tcp-rst != 0'")
            .check("nstat -az TcpAttemptFails TcpEstabResets TcpOutRsts TcpExtTCPAbortOnTimeout");

    @Override
    public RuleFacts facts() {
        return FACTS;
    }

    @Override
    public Outcome judge(Window window) {
        return Outcome.when(
                failed(window),
                failed -> Outcome.when(
                        window.rates(Protocols.BASIC, "Tcp.EstabResets"), resets -> judge(window, failed, resets)));
    }

    /** Attempts of our own; the kernel also counts what others began and cut half-open, as port scans and load balancers do. */
    private static Measured<Series> failed(Window window) {
        return window.series(interval -> interval.rate(Protocols.BASIC, "Tcp.AttemptFails")
                .map(all -> Math.max(
                        0,
                        all
                                - interval.rate(Protocols.EXTENDED, "TcpExt.EmbryonicRsts")
                                        .orElse(0.0))));
    }

    private static Outcome judge(Window window, Series failed, Series resets) {
        double opens = Tally.rate(window.whole(), Protocols.BASIC, "Tcp.ActiveOpens", "Tcp.PassiveOpens")
                .orElse(0.0);
        double given = Tally.rate(
                        window.whole(), Protocols.EXTENDED, "TcpExt.TCPAbortOnTimeout", "TcpExt.TCPAbortOnMemory")
                .orElse(0.0);
        double attempts =
                Tally.rate(window.whole(), Protocols.BASIC, "Tcp.ActiveOpens").orElse(0.0);
        double refused = Math.min(1, failed.mean() / Math.max(1, attempts));
        double cut = resets.mean() / Math.max(1, opens);
        var evidence = List.of(
                Evidence.over("attempts to connect failed", failed.mean(), OFTEN, Unit.PER_SECOND, NETDATA),
                Evidence.over("open connections reset", resets.mean(), OFTEN, Unit.PER_SECOND, NETDATA),
                Evidence.fact("given up by the kernel", given, Unit.PER_SECOND, "TcpExt TCPAbortOnTimeout, -OnMemory"),
                Evidence.fact("attempts to connect", attempts, Unit.PER_SECOND, "/proc/net/snmp Tcp ActiveOpens"),
                Evidence.fact(
                        "connections opened, both ways",
                        opens,
                        Unit.PER_SECOND,
                        "/proc/net/snmp Tcp ActiveOpens, PassiveOpens"));
        if (failed.mean() > OFTEN && refused > REFUSED) {
            return new Outcome.Found(finding(
                    window,
                    failed,
                    refused,
                    evidence,
                    Unit.SHARE.show(refused) + " of attempts to connect are refused, "
                            + Unit.PER_SECOND.show(failed.mean())));
        }
        if (resets.mean() > OFTEN && cut > CUT) {
            return setIn(resets) || given > OFTEN
                    ? new Outcome.Found(finding(
                            window,
                            resets,
                            cut,
                            evidence,
                            "open connections are reset " + Unit.PER_SECOND.show(resets.mean())))
                    : new Outcome.Busy(
                            "open connections are reset " + Unit.PER_SECOND.show(resets.mean())
                                    + " all the time: it may be how a program closes them",
                            evidence);
        }
        return new Outcome.Quiet("few connections are refused or cut", evidence);
    }

    /** Whether there were ten times as many in some interval as in the first. */
    private static boolean setIn(Series resets) {
        double first = resets.points().getFirst().value();
        return resets.max() > OFTEN && first * TIMES_MORE < resets.max();
    }

    private static Finding finding(
            Window window, Series series, double share, List<Evidence> evidence, String headline) {
        return new Finding(
                FACTS.id(),
                share > ALL ? Severity.CRITICAL : Severity.WARNING,
                new Confidence(0.75, "the kernel counts it; by which peer or port it does not tell"),
                headline,
                List.of(Who.host("")),
                evidence,
                series.firstOver(OFTEN).orElse(window.start()),
                share);
    }
}
