package dev.drover.observe.rule.network;

import dev.drover.observe.counter.Measured;
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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A link carries all it can, and packets wait for it or are dropped. */
public final class NicFull implements Rule {
    private static final double FULL = 0.90;
    private static final double VERY_FULL = 0.97;
    private static final double DROPPED = 1;
    private static final double WAITING = 0.5;
    private static final String NETDATA = "Netdata 1m_received and sent_traffic_overflow 90 %";

    private static final RuleFacts FACTS = RuleFacts.of("nic-full", 31, Family.NETWORK, "Network link saturated")
            .reads("/proc/net/dev bytes", "/sys/class/net/*/speed, duplex", "rtnetlink qdisc drops, backlog")
            .fires("> 90 % of the link's speed in one direction (critical: > 97 %)")
            .gate(
                    "packets were dropped > 1/s, by the queue, the driver or the card, or waited in its queue in half of the samples")
            .source(NETDATA + "; 97 % and the gate: calibrated")
            .conditions("interfaces with hardware that know their speed")
            .remedy(
                    "see who sends or receives the most (ss -ti, iftop), then shape it, compress, cache, or use a faster link")
            .check("sar -n DEV 1 5; ethtool IF; tc -s qdisc show dev IF")
            .explains("qdisc-drops", "nic-drops", "tcp-retransmits", "sender-limited", "udp-loss");

    @Override
    public RuleFacts facts() {
        return FACTS;
    }

    @Override
    public Outcome judge(Window window) {
        return Outcome.when(Link.all(window.whole()), links -> {
            var findings = new ArrayList<Finding>();
            var busy = new ArrayList<Evidence>();
            int known = 0;
            for (Link link : links) {
                known += link.full().isMeasured() ? 1 : 0;
                double full = link.full().orElse(0.0);
                if (full > FULL) {
                    double dropped = link.missed() + link.txDropped() + Queue.drops(window, link.name());
                    double waiting = Queue.waiting(window, link.name());
                    var evidence = evidence(link, full, dropped, waiting);
                    if (dropped > DROPPED || waiting >= WAITING) {
                        findings.add(found(window, link, full, evidence));
                    } else {
                        busy.addAll(evidence);
                    }
                }
            }
            if (!findings.isEmpty()) {
                findings.sort(Comparator.comparingDouble(f -> -f.magnitude()));
                return new Outcome.Found(findings);
            }
            if (!busy.isEmpty()) {
                return new Outcome.Busy("a network link is nearly full, nothing waits for it", busy);
            }
            return known == 0
                    ? new Outcome.NotApplicable("no interface knows its speed")
                    : new Outcome.Quiet("links have room", List.of());
        });
    }

    private static List<Evidence> evidence(Link link, double full, double dropped, double waiting) {
        return List.of(
                Evidence.over("link of " + link.name() + " used", full, FULL, Unit.SHARE, NETDATA),
                Evidence.over(
                        "packets dropped",
                        dropped,
                        DROPPED,
                        Unit.PER_SECOND,
                        "calibrated; qdisc, tx_dropped, rx_missed"),
                Evidence.over(
                        "samples in which packets waited", waiting, WAITING, Unit.SHARE, "calibrated; qdisc backlog"),
                Evidence.fact("received", link.rxBytes(), Unit.BYTES_PER_SECOND, "/proc/net/dev"),
                Evidence.fact("sent", link.txBytes(), Unit.BYTES_PER_SECOND, "/proc/net/dev"));
    }

    private static Finding found(Window window, Link link, double full, List<Evidence> evidence) {
        Measured<Series> series = window.series(interval -> Link.all(interval)
                .then(links -> links.stream()
                        .filter(l -> l.name().equals(link.name()))
                        .findFirst()
                        .map(Link::full)
                        .orElse(Measured.not("gone"))));
        String direction = link.half() ? "both directions together" : link.sendsMore() ? "sending" : "receiving";
        return new Finding(
                FACTS.id(),
                full > VERY_FULL ? Severity.CRITICAL : Severity.WARNING,
                new Confidence(0.9, "the link is full, and packets wait or are dropped"),
                link.name() + " is " + Unit.SHARE.show(full) + " full, " + direction,
                List.of(new Who(Who.Kind.INTERFACE, link.name(), "")),
                evidence,
                series.map(s -> s.firstOver(FULL).orElse(window.start())).orElse(window.start()),
                full);
    }
}
