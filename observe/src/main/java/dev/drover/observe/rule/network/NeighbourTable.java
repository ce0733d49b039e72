package dev.drover.observe.rule.network;

import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.net.Neighbours;
import dev.drover.observe.counter.net.PerCpu;
import dev.drover.observe.counter.net.Sockets;
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
import dev.drover.observe.sample.Sample;
import dev.drover.observe.sample.Series;
import dev.drover.observe.sample.Window;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;

/** A host on the same link does not answer, a gateway above all, or the table of neighbours has no room. */
public final class NeighbourTable implements Rule {
    private static final double OFTEN = 0.1;
    private static final String SOURCE = "calibrated; ";

    private static final RuleFacts FACTS = RuleFacts.of(
                    "neighbour-table", 45, Family.NETWORK, "A neighbour does not answer")
            .reads(
                    "/proc/net/arp",
                    "/proc/net/route",
                    "/proc/net/stat/arp_cache res_failed, table_fulls",
                    "inet_diag, /proc/net/tcp")
            .fires("a gateway, or a peer that somebody connects to, cannot be resolved; or the table was full")
            .gate(
                    "an attempt to connect waits for it; for a gateway: for anybody, and lookups failed > 0.1/s as far as that is told")
            .source("calibrated")
            .conditions(
                    "IPv4; failed lookups and entries that did not fit are told in the first network namespace only")
            .remedy("see whether the peer is up, on this link and in this VLAN (arping); if the table is full, raise"
                    + " net.ipv4.neigh.default.gc_thresh1 to 3 or make the subnet smaller")
            .check(
                    "ip neigh show nud failed nud incomplete; cat /proc/net/stat/arp_cache; sysctl net.ipv4.neigh.default.gc_thresh3")
            .explains("tcp-retransmits", "tcp-resets");

    @Override
    public RuleFacts facts() {
        return FACTS;
    }

    @Override
    public Outcome judge(Window window) {
        return Outcome.when(window.now(Neighbours.GROUP), now -> {
            Measured<Double> counted = Tally.rate(window.whole(), PerCpu.NEIGHBOURS, "res_failed");
            double failed = counted.orElse(0.0);
            double full =
                    Tally.rate(window.whole(), PerCpu.NEIGHBOURS, "table_fulls").orElse(0.0);
            var evidence = List.of(
                    Evidence.over(
                            "neighbours asked for in vain",
                            failed,
                            OFTEN,
                            Unit.PER_SECOND,
                            SOURCE + "arp_cache res_failed"),
                    Evidence.over(
                            "neighbours that found no room in the table",
                            full,
                            0,
                            Unit.PER_SECOND,
                            SOURCE + "arp_cache table_fulls"),
                    Evidence.fact("neighbours known", (double) now.all(), Unit.COUNT, "/proc/net/arp"));
            if (full > 0) {
                return new Outcome.Found(finding(
                        window,
                        Severity.CRITICAL,
                        new Confidence(0.9, "the kernel counts it"),
                        "the table of neighbours is full: " + Unit.PER_SECOND.show(full) + " found no room",
                        List.of(Who.host(now.all() + " neighbours"
                                + now.limit().map(l -> ", at most " + l).orElse(""))),
                        evidence,
                        1));
            }
            List<Neighbours.Neighbour> missed = missed(window, now, counted.map(f -> f > OFTEN));
            if (missed.isEmpty()) {
                return new Outcome.Quiet("neighbours answer, or nobody needs those that do not", evidence);
            }
            boolean gateway = missed.stream().anyMatch(n -> now.gateways().contains(n.address()));
            return new Outcome.Found(finding(
                    window,
                    gateway ? Severity.CRITICAL : Severity.WARNING,
                    gateway
                            ? new Confidence(0.95, "a gateway does not answer")
                            : new Confidence(0.85, "somebody tries to connect to it"),
                    (gateway ? "the gateway " : "the neighbour ")
                            + missed.getFirst().address() + " on "
                            + missed.getFirst().device() + " does not answer",
                    missed.stream()
                            .map(n -> new Who(Who.Kind.PEER, n.address(), "on " + n.device()))
                            .toList(),
                    evidence,
                    gateway ? 1 : 0.8));
        });
    }

    /**
     * Those without an answer that matter: gateways first, then peers that an attempt to connect waits for.
     *
     * @param asked whether lookups failed in the window, as far as the kernel tells: what failed long ago is kept, too
     */
    private static List<Neighbours.Neighbour> missed(Window window, Neighbours now, Measured<Boolean> asked) {
        var wanted = new HashSet<String>();
        var gone = new HashSet<Neighbours.Neighbour>();
        for (Sample sample : window.samples()) {
            sample.get(Sockets.GROUP).map(Sockets::routes).orElse(List.of()).stream()
                    .filter(route -> route.connecting() > 0)
                    .forEach(route -> wanted.add(route.to()));
            gone.addAll(sample.get(Neighbours.GROUP).map(Neighbours::unanswered).orElse(List.of()));
        }
        return gone.stream()
                .filter(n -> wanted.contains(n.address())
                        || (asked.orElse(!wanted.isEmpty()) && now.gateways().contains(n.address())))
                .sorted(Comparator.comparing(
                                (Neighbours.Neighbour n) -> !now.gateways().contains(n.address()))
                        .thenComparing(Neighbours.Neighbour::address))
                .limit(3)
                .toList();
    }

    private static Finding finding(
            Window window,
            Severity severity,
            Confidence confidence,
            String headline,
            List<Who> who,
            List<Evidence> evidence,
            double magnitude) {
        Measured<Series> failed = Tally.rates(window, PerCpu.NEIGHBOURS, "res_failed", "table_fulls");
        return new Finding(
                FACTS.id(),
                severity,
                confidence,
                headline,
                who,
                evidence,
                failed.map(s -> s.firstOver(0).orElse(window.start())).orElse(window.start()),
                magnitude);
    }
}
