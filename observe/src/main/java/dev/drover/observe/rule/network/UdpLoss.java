package dev.drover.observe.rule.network;

import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.net.Protocols;
import dev.drover.observe.counter.net.Softnet;
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
import dev.drover.observe.sample.Interval;
import dev.drover.observe.sample.Window;
import java.util.List;

/** Datagrams are dropped because the buffer of their socket is full: the program does not read as fast as they come. */
public final class UdpLoss implements Rule {
    private static final double OFTEN = 10;
    private static final double VERY_MANY = 0.05;
    private static final String NETDATA = "Netdata 1m_ipv4_udp_receive_buffer_errors 10/s";

    private static final RuleFacts FACTS = RuleFacts.of("udp-loss", 41, Family.NETWORK, "UDP buffers overflow")
            .reads(
                    "/proc/net/snmp Udp RcvbufErrors, SndbufErrors, InDatagrams, OutDatagrams",
                    "/proc/net/snmp6 Udp6RcvbufErrors, Udp6SndbufErrors",
                    "/proc/net/udp drops")
            .fires("datagrams lost for a full buffer > 10/s (critical: and > 5 % of all)")
            .source(NETDATA + "; 5 %: calibrated")
            .remedy(
                    "make the receiver faster or give it more readers (SO_REUSEPORT); against bursts raise its SO_RCVBUF and"
                            + " net.core.rmem_max")
            .check("nstat -az UdpRcvbufErrors UdpInDatagrams; ss -uanm (d: drops)");

    @Override
    public RuleFacts facts() {
        return FACTS;
    }

    @Override
    public Outcome judge(Window window) {
        return Outcome.when(window.series(UdpLoss::lost), lost -> {
            Interval whole = window.whole();
            double came = rate(whole, "InDatagrams");
            double went = rate(whole, "OutDatagrams");
            double unsent = rate(whole, "SndbufErrors");
            double unread = Math.max(0, lost.mean() - unsent);
            double share = Math.max(unread / Math.max(1, came + unread), unsent / Math.max(1, went + unsent));
            var evidence = List.of(
                    Evidence.over("datagrams lost for a full buffer", lost.mean(), OFTEN, Unit.PER_SECOND, NETDATA),
                    Evidence.fact("of them not sent", unsent, Unit.PER_SECOND, "/proc/net/snmp Udp SndbufErrors"),
                    Evidence.fact("datagrams read", came, Unit.PER_SECOND, "/proc/net/snmp Udp InDatagrams"));
            if (lost.mean() <= OFTEN) {
                return new Outcome.Quiet("UDP sockets are read in time", evidence);
            }
            List<Who> lossy = Endpoints.overflowing(window);
            Finding found = new Finding(
                            FACTS.id(),
                            share > VERY_MANY ? Severity.CRITICAL : Severity.WARNING,
                            new Confidence(0.9, "the kernel counts it"),
                            "a full " + (unsent > unread ? "queue at the way out" : "UDP buffer") + " lost "
                                    + Unit.PER_SECOND.show(lost.mean()) + " datagrams, " + Unit.SHARE.show(share)
                                    + " of all",
                            Endpoints.orHost(lossy, "ss -uanm shows the sockets (d: drops)"),
                            evidence,
                            lost.firstOver(OFTEN).orElse(window.start()),
                            share)
                    .notCausedBy(Endpoints.noWantOfCpu(window, lossy));
            return new Outcome.Found(unsent > unread && droppedBelow(window) > unsent / 2 ? found.asSymptom() : found);
        });
    }

    private static Measured<Double> lost(Interval interval) {
        double six = Tally.rate(interval, Protocols.VERSION_6, "Udp6RcvbufErrors", "Udp6SndbufErrors")
                .orElse(0.0);
        return Tally.rate(interval, Protocols.BASIC, "Udp.RcvbufErrors", "Udp.SndbufErrors")
                .map(four -> four + six);
    }

    /** Packets that were dropped below UDP, each second: a sender is told of those, and there they are somebody else's finding. */
    private static double droppedBelow(Window window) {
        double backlog = window.change(Softnet.GROUP)
                .then(change -> change.rate(Softnet::dropped))
                .orElse(0.0);
        double queues = Queue.all(window).orElse(List.of()).stream()
                .mapToDouble(Queue::drops)
                .sum();
        return Math.max(backlog, queues);
    }

    private static double rate(Interval interval, String counter) {
        return interval.rate(Protocols.BASIC, "Udp." + counter).orElse(0.0)
                + interval.rate(Protocols.VERSION_6, "Udp6" + counter).orElse(0.0);
    }
}
