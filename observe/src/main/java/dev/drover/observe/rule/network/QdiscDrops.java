package dev.drover.observe.rule.network;

import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.net.Qdisc;
import dev.drover.observe.counter.net.Qdiscs;
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
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Packets wait long, or are dropped, before they leave an interface: it is shaped, or more is sent than it carries. */
public final class QdiscDrops implements Rule {
    private static final double DROPPED = 1;
    private static final double SHARE = 0.005;
    private static final double WAITED = 0.020;
    private static final double WAITED_LONG = 0.100;
    private static final double MOSTLY = 0.5;
    private static final double ALL = 0.2;

    private static final RuleFacts FACTS = RuleFacts.of(
                    "qdisc-drops", 34, Family.NETWORK, "Packets queue at the way out")
            .reads("rtnetlink qdisc drops, overlimits, backlog (/drover/qdiscs)")
            .fires("> 1/s dropped, > 0.5 % of packets; or a packet waits > 20 ms (critical: > 100 ms) in the queue")
            .gate("drops and waits are somebody's; for the wait: something waits in half of the samples")
            .source("calibrated; the wait by Little's law: bytes waiting over bytes a second")
            .remedy(
                    "if it is shaped (tbf, htb), raise its rate if that is not on purpose; else send less, or use fq_codel, or a"
                            + " faster link")
            .check("tc -s qdisc show dev IF, twice: dropped, overlimits, backlog")
            .explains("tcp-retransmits", "sender-limited", "nic-drops", "udp-loss");

    @Override
    public RuleFacts facts() {
        return FACTS;
    }

    @Override
    public Outcome judge(Window window) {
        return Outcome.when(Queue.all(window), queues -> {
            Map<String, Finding> worst = new LinkedHashMap<>();
            for (Queue queue : queues) {
                boolean drops = queue.drops() > DROPPED && queue.share() > SHARE;
                boolean waits = queue.waited() > WAITED && queue.waiting() >= MOSTLY && queue.sent() > 0;
                if (drops || waits) {
                    worst.merge(
                            queue.qdisc().device(),
                            found(window, queue),
                            (a, b) -> b.magnitude() > a.magnitude() ? b : a);
                }
            }
            List<Finding> findings = worst.values().stream()
                    .sorted(Comparator.comparingDouble(f -> -f.magnitude()))
                    .toList();
            return findings.isEmpty()
                    ? new Outcome.Quiet("hardly anything waits to leave", List.of())
                    : new Outcome.Found(findings);
        });
    }

    private static Finding found(Window window, Queue queue) {
        Qdisc qdisc = queue.qdisc();
        boolean shaped = queue.overlimits() > DROPPED;
        Measured<Series> series =
                window.series(interval -> interval.after().get(Qdiscs.GROUP).map(all -> {
                    Qdisc then = all.byName().get(qdisc.name());
                    return then == null ? 0.0 : (double) then.waitingBytes();
                }));
        return new Finding(
                FACTS.id(),
                queue.waited() > WAITED_LONG || queue.share() > 10 * SHARE ? Severity.CRITICAL : Severity.WARNING,
                shaped
                        ? new Confidence(0.9, "the queue says itself that it holds packets back")
                        : new Confidence(0.8, "the queue is not shaped: more is sent than the link takes"),
                "packets wait " + Unit.MILLISECONDS.show(queue.waited() * 1000) + " to leave " + qdisc.device() + ", "
                        + Unit.PER_SECOND.show(queue.drops()) + " are dropped, at "
                        + Unit.BYTES_PER_SECOND.show(queue.sent()),
                List.of(new Who(Who.Kind.INTERFACE, qdisc.device(), "queue " + qdisc.kind() + " " + qdisc.handle())),
                List.of(
                        Evidence.over(
                                "a packet waits to leave",
                                queue.waited() * 1000,
                                WAITED * 1000,
                                Unit.MILLISECONDS,
                                "calibrated; backlog"),
                        Evidence.over(
                                "packets dropped", queue.drops(), DROPPED, Unit.PER_SECOND, "calibrated; qdisc drops"),
                        Evidence.over(
                                "packets dropped, of all", queue.share(), SHARE, Unit.SHARE, "calibrated; qdisc drops"),
                        Evidence.fact("held back by its rate", queue.overlimits(), Unit.PER_SECOND, "qdisc overlimits"),
                        Evidence.fact("sent", queue.sent(), Unit.BYTES_PER_SECOND, "qdisc bytes")),
                series.map(s -> s.firstOver(0).orElse(window.start())).orElse(window.start()),
                queue.waited() / ALL + 5 * queue.share());
    }
}
