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
import dev.drover.observe.sample.Series;
import dev.drover.observe.sample.Window;
import java.util.List;

/**
 * Packets are lost on the way: TCP has to send again what did not arrive.
 *
 * <p>What the receiver says it had already (RFC 2883) was not lost and is not counted. Attempts to connect that have to be repeated
 * are judged by themselves: they tell of a peer that does not answer rather than of a lossy way.
 */
public final class TcpRetransmits implements Rule {
    private static final double SHARE = 0.03;
    private static final double SHARE_WITH_TIMEOUTS = 0.01;
    private static final double VERY_MANY = 0.10;
    private static final double TIMEOUTS = 1;
    private static final double ATTEMPTS = 0.05;
    private static final double ATTEMPTS_EACH_SECOND = 1;
    private static final double FEW = 10;
    private static final String SOURCE = "IBM Tivoli Monitoring 3 %";

    private static final RuleFacts FACTS = RuleFacts.of(
                    "tcp-retransmits", 35, Family.NETWORK, "Packets are lost on the way")
            .reads(
                    "/proc/net/snmp Tcp RetransSegs, OutSegs, ActiveOpens, PassiveOpens",
                    "/proc/net/netstat TcpExt TCPSynRetrans, TCPDSACKRecv, TCPTimeouts",
                    "inet_diag tcp_info tcpi_total_retrans")
            .fires(
                    "> 3 % of segments are lost (critical: > 10 %), or > 1 % with > 1 timeout/s; or > 5 % of attempts to connect"
                            + " are repeated, > 1/s")
            .gate("10 segments sent again in the window, not counting those the peer had already")
            .source("3 %: " + SOURCE + "; the others: calibrated")
            .remedy(
                    "find the peer or the link all of them share; look at its errors, its queues, the path's MTU; if only attempts"
                            + " to connect are repeated, the peer does not answer: see whether it is up and what filters between")
            .check("nstat -az TcpRetransSegs TcpOutSegs TcpExtTCPSynRetrans; ss -ti (retrans); mtr PEER")
            .explains("sender-limited");

    @Override
    public RuleFacts facts() {
        return FACTS;
    }

    /** What TCP sent in an interval, per second. */
    private record Sent(double segments, double lost, double opens, double repeated, double timeouts) {
        double share() {
            return lost / Math.max(1, segments);
        }

        double attempts() {
            return repeated / Math.max(1, opens + repeated);
        }
    }

    @Override
    public Outcome judge(Window window) {
        return Outcome.when(sent(window.whole()), sent -> {
            var evidence = evidence(sent);
            boolean many = sent.share() > SHARE || (sent.share() > SHARE_WITH_TIMEOUTS && sent.timeouts > TIMEOUTS);
            if (many && sent.lost * window.seconds() >= FEW) {
                return new Outcome.Found(lost(window, sent, evidence));
            }
            if (sent.attempts() > ATTEMPTS && sent.repeated > ATTEMPTS_EACH_SECOND) {
                return new Outcome.Found(unanswered(window, sent, evidence));
            }
            return new Outcome.Quiet("hardly anything is sent again", evidence);
        });
    }

    private static Measured<Sent> sent(Interval interval) {
        return interval.rate(Protocols.BASIC, "Tcp.OutSegs")
                .then(segments -> interval.rate(Protocols.BASIC, "Tcp.RetransSegs")
                        .map(again -> {
                            double repeated = interval.rate(Protocols.EXTENDED, "TcpExt.TCPSynRetrans")
                                    .orElse(0.0);
                            double had = interval.rate(Protocols.EXTENDED, "TcpExt.TCPDSACKRecv")
                                    .orElse(0.0);
                            return new Sent(
                                    segments,
                                    Math.max(0, again - repeated - had),
                                    Tally.rate(interval, Protocols.BASIC, "Tcp.ActiveOpens", "Tcp.PassiveOpens")
                                            .orElse(0.0),
                                    Math.min(repeated, again),
                                    Math.max(
                                            0,
                                            interval.rate(Protocols.EXTENDED, "TcpExt.TCPTimeouts")
                                                            .orElse(0.0)
                                                    - repeated));
                        }));
    }

    private static List<Evidence> evidence(Sent sent) {
        return List.of(
                Evidence.over("segments lost", sent.share(), SHARE, Unit.SHARE, SOURCE + "; /proc/net/snmp"),
                Evidence.fact("segments sent", sent.segments, Unit.PER_SECOND, "/proc/net/snmp Tcp OutSegs"),
                Evidence.over(
                        "waits for a timeout", sent.timeouts, TIMEOUTS, Unit.PER_SECOND, "calibrated; TCPTimeouts"),
                Evidence.over(
                        "attempts to connect repeated",
                        sent.repeated,
                        ATTEMPTS_EACH_SECOND,
                        Unit.PER_SECOND,
                        "calibrated; TCPSynRetrans"));
    }

    private static Finding lost(Window window, Sent sent, List<Evidence> evidence) {
        Measured<Series> shares = window.series(interval -> sent(interval).map(Sent::share));
        return new Finding(
                FACTS.id(),
                sent.share() > VERY_MANY ? Severity.CRITICAL : Severity.WARNING,
                new Confidence(0.85, "the kernel counts it; on which part of the way it happens it cannot know"),
                Unit.SHARE.show(sent.share()) + " of TCP segments are lost on the way and sent again",
                Endpoints.orHost(Endpoints.lossy(window), "ss -ti shows the connections"),
                evidence,
                shares.map(s -> s.firstOver(SHARE_WITH_TIMEOUTS).orElse(window.start()))
                        .orElse(window.start()),
                5 * sent.share()); // 4 % of loss costs far more than 4 % of the throughput (Mathis and others 1997)
    }

    private static Finding unanswered(Window window, Sent sent, List<Evidence> evidence) {
        Measured<Series> repeated = window.series(interval -> sent(interval).map(Sent::repeated));
        return new Finding(
                FACTS.id(),
                sent.attempts() > 0.5 ? Severity.CRITICAL : Severity.WARNING,
                new Confidence(
                        0.7, "attempts are repeated; whether the peer or the way is at fault nobody here can know"),
                "attempts to connect have to be repeated " + Unit.PER_SECOND.show(sent.repeated)
                        + ": each waits a second or more",
                Endpoints.orHost(Endpoints.silent(window), "ss -tn state syn-sent shows them"),
                evidence,
                repeated.map(s -> s.firstOver(ATTEMPTS_EACH_SECOND).orElse(window.start()))
                        .orElse(window.start()),
                sent.attempts());
    }
}
