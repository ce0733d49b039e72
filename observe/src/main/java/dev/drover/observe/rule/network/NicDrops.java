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
import java.util.Comparator;
import java.util.List;

/**
 * An interface drops packets.
 *
 * <p>Packets that found no place in the card's ring were surely lost. Others that were dropped while receiving may have been of a
 * protocol that nobody here speaks, which harms nobody; so they count only if there are many.
 */
public final class NicDrops implements Rule {
    private static final double SHARE = 0.02;
    private static final double MISSED = 0.001;
    private static final double VERY_MANY = 0.10;
    private static final double FEW = 10;
    private static final double PACKETS = 100;
    private static final String NETDATA = "Netdata inbound and outbound_packets_dropped_ratio 2 %";

    private static final RuleFacts FACTS = RuleFacts.of("nic-drops", 33, Family.NETWORK, "Interface drops packets")
            .reads("/proc/net/dev drop", "/sys/class/net/*/statistics/rx_missed_errors")
            .fires(
                    "> 2 % of packets dropped in one direction (critical: > 10 %), or > 0.1 % for want of a place in the card's ring;"
                            + " at least 10 in the window")
            .gate("dropped packets are somebody's loss; > 100 packets/s in that direction")
            .source(NETDATA + "; ring and least numbers: calibrated")
            .remedy(
                    "enlarge the ring (ethtool -G IF rx MAX), spread the queues over CPUs; drops while receiving without a full ring"
                            + " may be of an unknown protocol: look with tcpdump")
            .check("ip -s -s link show dev IF; ethtool -S IF; ethtool -g IF")
            .explains("tcp-retransmits", "udp-loss");

    @Override
    public RuleFacts facts() {
        return FACTS;
    }

    /** Packets dropped in one direction, per second, and of how many. */
    private record Dropped(Link link, String doing, double packets, double of, boolean ring) {
        double share() {
            return packets / Math.max(1, packets + of);
        }

        boolean many(double seconds) {
            return packets * seconds >= FEW && packets + of > PACKETS && share() > (ring ? MISSED : SHARE);
        }
    }

    @Override
    public Outcome judge(Window window) {
        return Outcome.when(Link.all(window.whole()), links -> {
            List<Finding> findings = links.stream()
                    .flatMap(link -> List.of(
                            new Dropped(link, "receiving", link.missed(), link.rxPackets(), true),
                            new Dropped(link, "receiving", others(link), link.rxPackets(), false),
                            new Dropped(link, "sending", link.txDropped(), link.txPackets(), false))
                            .stream())
                    .filter(dropped -> dropped.many(window.seconds()))
                    .map(dropped -> found(window, dropped))
                    .sorted(Comparator.comparingDouble(f -> -f.magnitude()))
                    .toList();
            return findings.isEmpty()
                    ? new Outcome.Quiet("no interface drops much", List.of())
                    : new Outcome.Found(findings);
        });
    }

    /** The drop column of receiving counts missed packets too. */
    private static double others(Link link) {
        return Math.max(0, link.rxDropped() - link.missed());
    }

    private static Finding found(Window window, Dropped dropped) {
        Link link = dropped.link;
        Measured<Series> series = window.series(interval -> Link.of(
                interval,
                link.name(),
                l -> dropped.doing.equals("sending") ? l.txDropped() : dropped.ring ? l.missed() : l.rxDropped()));
        return new Finding(
                FACTS.id(),
                dropped.share() > VERY_MANY ? Severity.CRITICAL : Severity.WARNING,
                dropped.ring
                        ? new Confidence(0.95, "the card had no place for them")
                        : new Confidence(0.6, "why they were dropped the counter does not tell"),
                link.name() + " drops " + Unit.SHARE.show(dropped.share()) + " of packets while " + dropped.doing
                        + (dropped.ring ? ": its ring is full" : ""),
                List.of(new Who(Who.Kind.INTERFACE, link.name(), "")),
                List.of(
                        Evidence.over(
                                "of packets dropped while " + dropped.doing,
                                dropped.share(),
                                dropped.ring ? MISSED : SHARE,
                                Unit.SHARE,
                                dropped.ring ? "calibrated; rx_missed_errors" : NETDATA),
                        Evidence.fact("packets dropped", dropped.packets, Unit.PER_SECOND, "/proc/net/dev")),
                series.map(s -> s.firstOver(0).orElse(window.start())).orElse(window.start()),
                dropped.share());
    }
}
