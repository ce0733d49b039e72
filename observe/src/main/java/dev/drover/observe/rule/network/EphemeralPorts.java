package dev.drover.observe.rule.network;

import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.net.LocalPorts;
import dev.drover.observe.counter.net.Route;
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
import dev.drover.observe.sample.Series;
import dev.drover.observe.sample.Window;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Nearly all local ports towards one port of one peer are taken: the next attempts to connect there fail, though to others they would
 * succeed.
 *
 * <p>A port in TIME-WAIT is taken as well, unless the kernel may take it again after a second ({@code tcp_tw_reuse}).
 */
public final class EphemeralPorts implements Rule {
    private static final double MANY = 0.80;
    private static final double NEARLY_ALL = 0.95;
    private static final String SOURCE = "calibrated; sockets over ip_local_port_range";

    private static final RuleFacts FACTS = RuleFacts.of("ephemeral-ports", 38, Family.NETWORK, "Local ports run out")
            .reads(
                    "inet_diag, /proc/net/tcp",
                    "/proc/sys/net/ipv4/ip_local_port_range",
                    "/proc/sys/net/ipv4/tcp_tw_reuse")
            .fires("> 80 % of the range is taken by connections to one port of one peer (critical: > 95 %)")
            .gate("open ones count, and those in TIME-WAIT that may not be taken again")
            .source("calibrated")
            .remedy(
                    "keep connections and use them again (a pool, HTTP keep-alive); widen net.ipv4.ip_local_port_range; let"
                            + " net.ipv4.tcp_tw_reuse be 1; more addresses on either side")
            .check("ss -tan dst PEER | wc -l; sysctl net.ipv4.ip_local_port_range net.ipv4.tcp_tw_reuse")
            .explains("tcp-resets");

    @Override
    public RuleFacts facts() {
        return FACTS;
    }

    @Override
    public Outcome judge(Window window) {
        return Outcome.when(
                window.now(LocalPorts.GROUP),
                range -> Outcome.when(window.now(Sockets.GROUP), sockets -> judge(window, range, sockets)));
    }

    private static Outcome judge(Window window, LocalPorts range, Sockets sockets) {
        var findings = new ArrayList<Finding>();
        List<Evidence> numbers = List.of();
        Outcome otherwise = new Outcome.Quiet("local ports are left towards every peer", numbers);
        for (Route route : sockets.routes()) {
            double all = route.ports() / (double) range.count();
            double taken = taken(route, range) / (double) range.count();
            if (taken > MANY) {
                findings.add(found(window, route, range, taken));
            } else if (all > MANY) {
                otherwise = new Outcome.Busy(
                        "most local ports towards " + route.name() + " are in TIME-WAIT and may be taken again",
                        evidence(route, range, taken));
            }
        }
        findings.sort(Comparator.comparingDouble(f -> -f.magnitude()));
        return findings.isEmpty() ? otherwise : new Outcome.Found(findings);
    }

    private static long taken(Route route, LocalPorts range) {
        long reuse = range.reuse().orElse(0L);
        boolean again = reuse == 1 || (reuse == 2 && route.loopback());
        return again ? route.ports() - route.timeWait() : route.ports();
    }

    private static List<Evidence> evidence(Route route, LocalPorts range, double taken) {
        return List.of(
                Evidence.over("local ports taken towards one peer", taken, MANY, Unit.SHARE, SOURCE),
                Evidence.fact("connections to it", (double) route.ports(), Unit.COUNT, "inet_diag or /proc/net/tcp"),
                Evidence.fact(
                        "of them in TIME-WAIT", (double) route.timeWait(), Unit.COUNT, "inet_diag or /proc/net/tcp"),
                Evidence.fact("ports in the range", (double) range.count(), Unit.COUNT, "ip_local_port_range"));
    }

    private static Finding found(Window window, Route route, LocalPorts range, double taken) {
        Measured<Series> series = window.series(interval -> interval.after()
                .get(Sockets.GROUP)
                .map(sockets -> sockets.routes().stream()
                        .filter(r -> r.name().equals(route.name()) && r.from().equals(route.from()))
                        .mapToDouble(r -> taken(r, range) / (double) range.count())
                        .findFirst()
                        .orElse(0)));
        var who = new ArrayList<Who>();
        who.add(new Who(Who.Kind.PEER, route.name(), route.ports() + " connections from " + route.from()));
        Endpoints.process(route.owner(), "holds some of them").forEach(who::add);
        return new Finding(
                FACTS.id(),
                taken > NEARLY_ALL ? Severity.CRITICAL : Severity.WARNING,
                taken > NEARLY_ALL
                        ? new Confidence(0.95, "attempts to connect there find no port")
                        : new Confidence(0.75, "nearly all are taken; no attempt need have failed yet"),
                Unit.SHARE.show(taken) + " of the local ports towards " + route.name() + " are taken",
                who,
                evidence(route, range, taken),
                series.map(s -> s.firstOver(MANY).orElse(window.start())).orElse(window.start()),
                taken);
    }
}
