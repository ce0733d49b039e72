package dev.drover.observe.rule.network;

import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.net.Connection;
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
 * A connection has data to send nearly all the time and gets little of it across, because the peer does not read or the send buffer is
 * too small.
 *
 * <p>Something limits every transfer; it is trouble only if hardly anything gets across.
 */
public final class SenderLimited implements Rule {
    private static final double BUSY = 0.5;
    private static final double LIMITED = 0.5;
    private static final double LITTLE = 1e6;
    private static final String SOURCE = "calibrated; tcp_info ";
    private static final int MOST = 3;

    private static final RuleFacts FACTS = RuleFacts.of("sender-limited", 44, Family.NETWORK, "A peer does not read")
            .reads("inet_diag tcp_info busy_time, rwnd_limited, sndbuf_limited, bytes_acked (/drover/tcp)")
            .fires(
                    "of the time with something to send > 50 % went by waiting for the peer's window, or for the own send buffer")
            .gate("something to send > 50 % of the time, and less than 1 MB/s got across")
            .source("calibrated")
            .conditions("Linux 4.9, for tcp_info tells it since then")
            .remedy(
                    "if the peer's window is full, its program does not read: look there; if the send buffer is, raise SO_SNDBUF or"
                            + " net.ipv4.tcp_wmem")
            .check("ss -tino (rwnd_limited, sndbuf_limited, notsent)");

    @Override
    public RuleFacts facts() {
        return FACTS;
    }

    /** A connection that was held up. */
    private record Held(Endpoints.Grown grown, double seconds) {
        double peer() {
            return grown.peerLimited() / Math.max(1e-6, grown.busy());
        }

        double buffer() {
            return grown.bufferLimited() / Math.max(1e-6, grown.busy());
        }

        double worst() {
            return Math.max(peer(), buffer());
        }

        double rate() {
            return grown.acknowledged() / seconds;
        }

        /** A connection that its program has closed delays nobody any more. */
        boolean counts() {
            return grown.after().inode() != 0
                    && grown.busy() > BUSY * seconds
                    && worst() > LIMITED
                    && grown.after().unsent() > 0;
        }
    }

    @Override
    public Outcome judge(Window window) {
        return Outcome.when(window.change(Sockets.GROUP), change -> {
            List<Held> held = Endpoints.grown(change).stream()
                    .map(grown -> new Held(grown, change.seconds()))
                    .filter(Held::counts)
                    .sorted(Comparator.comparingDouble(Held::rate))
                    .toList();
            List<Held> slow = held.stream().filter(h -> h.rate() < LITTLE).toList();
            if (slow.isEmpty()) {
                return held.isEmpty()
                        ? new Outcome.Quiet("no connection waits long for its peer", List.of())
                        : new Outcome.Busy(
                                "transfers go as fast as their peers read: "
                                        + Unit.BYTES_PER_SECOND.show(
                                                held.getFirst().rate()),
                                evidence(held.getFirst(), held.size()));
            }
            return new Outcome.Found(found(window, change.after(), slow));
        });
    }

    private static List<Evidence> evidence(Held held, int count) {
        boolean peer = held.peer() >= held.buffer();
        return List.of(
                Evidence.over(
                        peer ? "it waited for the peer's window" : "it waited for its own send buffer",
                        held.worst(),
                        LIMITED,
                        Unit.SHARE,
                        SOURCE + (peer ? "rwnd_limited" : "sndbuf_limited")),
                Evidence.under(
                        "bytes that got across to the peer",
                        held.rate(),
                        LITTLE,
                        Unit.BYTES_PER_SECOND,
                        SOURCE + "bytes_acked"),
                Evidence.fact(
                        "not acknowledged yet", (double) held.grown().after().unsent(), Unit.BYTES, "inet_diag"),
                Evidence.fact("connections like it", count, Unit.COUNT, "inet_diag"));
    }

    private static Finding found(Window window, Sockets now, List<Held> slow) {
        Held first = slow.getFirst();
        boolean peer = first.peer() >= first.buffer();
        Connection connection = first.grown().after();
        Measured<Series> series = window.series(
                Sockets.GROUP,
                change -> Measured.of(Endpoints.grown(change).stream()
                        .filter(g -> g.after().id().equals(connection.id()))
                        .mapToDouble(g -> new Held(g, change.seconds()).worst())
                        .findFirst()
                        .orElse(0)));
        return new Finding(
                FACTS.id(),
                Severity.WARNING,
                new Confidence(0.75, "the kernel counts the time; that somebody waits for the data it cannot know"),
                connection.peerName()
                        + (peer ? " does not read what is sent to it" : " is sent to through too small a buffer")
                        + ": " + Unit.SHARE.show(first.worst()) + " of the time, "
                        + Unit.BYTES_PER_SECOND.show(first.rate()) + " got across",
                who(now, slow),
                evidence(first, slow.size()),
                series.map(s -> s.firstOver(LIMITED).orElse(window.start())).orElse(window.start()),
                first.worst());
    }

    /** The peer, the process that does not read if it is on this host too, and the one that sends. */
    private static List<Who> who(Sockets now, List<Held> slow) {
        var who = new ArrayList<Who>();
        for (Held held : slow.subList(0, Math.min(MOST, slow.size()))) {
            Connection sender = held.grown().after();
            who.add(new Who(Who.Kind.PEER, sender.peerName(), "from port " + sender.port()));
            now.connections().values().stream()
                    .filter(c -> c.port() == sender.peerPort()
                            && c.peerPort() == sender.port()
                            && c.address().equals(sender.peer()))
                    .flatMap(c -> Endpoints.process(c.owner(), Unit.BYTES.show((double) c.unread()) + " unread"))
                    .forEach(who::add);
            Endpoints.process(sender.owner(), "sends").forEach(who::add);
        }
        return who;
    }
}
