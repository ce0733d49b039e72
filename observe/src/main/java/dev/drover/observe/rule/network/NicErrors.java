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

/** An interface receives or sends broken packets: a cable, a plug, a driver, a wrong duplex. */
public final class NicErrors implements Rule {
    private static final double SHARE = 0.01;
    private static final double EACH_SECOND = 15;
    private static final double FEW = 5;
    private static final double VERY_MANY = 0.05;
    private static final String MIXIN = "node-mixin NodeNetworkReceiveErrs 1 %";

    private static final RuleFacts FACTS = RuleFacts.of("nic-errors", 32, Family.NETWORK, "Interface errors")
            .reads("/proc/net/dev errs, fifo, frame, carrier")
            .fires("errors > 1 % of packets (critical: > 5 %), at least 5 in the window; or > 15/s")
            .source(MIXIN + "; Netdata 5 errors; PCP 15/s; 5 %: calibrated")
            .remedy("replace the cable or the transceiver; compare speed and duplex of both ends; look at ethtool -S")
            .check("ip -s -s link show dev IF; ethtool -S IF")
            .explains("tcp-retransmits", "nic-drops");

    @Override
    public RuleFacts facts() {
        return FACTS;
    }

    @Override
    public Outcome judge(Window window) {
        return Outcome.when(Link.all(window.whole()), links -> {
            var findings = new ArrayList<Finding>();
            for (Link link : links) {
                double errors = link.rxErrors() + link.txErrors();
                double share = errors / Math.max(1, link.rxPackets() + link.txPackets() + link.rxErrors());
                if (errors * window.seconds() >= FEW && (share > SHARE || errors > EACH_SECOND)) {
                    findings.add(found(window, link, errors, share));
                }
            }
            findings.sort(Comparator.comparingDouble(f -> -f.magnitude()));
            return findings.isEmpty()
                    ? new Outcome.Quiet("no interface has errors", List.of())
                    : new Outcome.Found(findings);
        });
    }

    private static Finding found(Window window, Link link, double errors, double share) {
        Measured<Series> series =
                window.series(interval -> Link.of(interval, link.name(), l -> l.rxErrors() + l.txErrors()));
        return new Finding(
                FACTS.id(),
                share > VERY_MANY ? Severity.CRITICAL : Severity.WARNING,
                new Confidence(0.9, "the driver counts it"),
                link.name() + " has " + Unit.PER_SECOND.show(errors) + " errors, " + Unit.SHARE.show(share)
                        + " of its packets",
                List.of(new Who(Who.Kind.INTERFACE, link.name(), "")),
                List.of(
                        Evidence.over("broken packets, of all of " + link.name(), share, SHARE, Unit.SHARE, MIXIN),
                        Evidence.over("errors", errors, EACH_SECOND, Unit.PER_SECOND, "PCP 15/s"),
                        Evidence.fact("while receiving", link.rxErrors(), Unit.PER_SECOND, "/proc/net/dev"),
                        Evidence.fact("while sending", link.txErrors(), Unit.PER_SECOND, "/proc/net/dev")),
                series.map(s -> s.firstOver(0).orElse(window.start())).orElse(window.start()),
                share);
    }
}
