package dev.drover.observe.rule.network;

import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.net.Protocols;
import dev.drover.observe.counter.net.TcpMemory;
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

/** All buffers of TCP together reach the kernel's limit: windows shrink, data is thrown away, connections are cut. */
public final class TcpMemoryShort implements Rule {
    private static final double NEARLY_ALL = 0.9;
    private static final double LOST = 1;
    private static final String NETDATA = "Netdata tcp_memory: pressure and 90 % of the limit";

    private static final RuleFacts FACTS = RuleFacts.of(
                    "tcp-memory", 40, Family.NETWORK, "TCP runs out of buffer memory")
            .reads(
                    "/proc/net/sockstat TCP mem",
                    "/proc/sys/net/ipv4/tcp_mem",
                    "/proc/net/netstat TcpExt TCPMemoryPressures, PruneCalled, TCPRcvQDrop, TCPAbortOnMemory")
            .fires("buffers over the pressure mark of tcp_mem (critical: > 90 % of its limit)")
            .gate(
                    "the kernel shrank buffers, dropped data or cut connections for it > 1/s; over 90 % of the limit none")
            .source(NETDATA + "; the gate: calibrated")
            .remedy(
                    "find who does not read what it receives (ss -tm, Recv-Q); raise net.ipv4.tcp_mem if there is memory")
            .check(
                    "cat /proc/net/sockstat /proc/sys/net/ipv4/tcp_mem; nstat -az TcpExtTCPMemoryPressures TcpExtPruneCalled")
            .explains("tcp-retransmits", "tcp-resets", "sender-limited");

    @Override
    public RuleFacts facts() {
        return FACTS;
    }

    @Override
    public Outcome judge(Window window) {
        Measured<Series> pages = window.series(interval -> interval.after()
                .get(Protocols.SOCKETS)
                .then(s -> s.get("TCP.mem"))
                .map(n -> (double) n));
        Measured<Series> lost = Tally.rates(
                window,
                Protocols.EXTENDED,
                "TcpExt.TCPMemoryPressures",
                "TcpExt.PruneCalled",
                "TcpExt.TCPRcvQDrop",
                "TcpExt.TCPAbortOnMemory");
        return Outcome.when(
                window.now(TcpMemory.GROUP),
                limits -> Outcome.when(pages, used -> Outcome.when(lost, l -> judge(window, limits, used, l))));
    }

    private static Outcome judge(Window window, TcpMemory limits, Series used, Series lost) {
        double most = Math.max(1, limits.most());
        var evidence = List.of(
                Evidence.over(
                        "memory of TCP, of what it may use",
                        used.max() / most,
                        limits.pressure() / most,
                        Unit.SHARE,
                        NETDATA),
                Evidence.over(
                        "buffers of TCP cut or shrunk", lost.mean(), LOST, Unit.PER_SECOND, "calibrated; TcpExt"));
        boolean nearlyAll = used.max() > NEARLY_ALL * most;
        if (used.max() <= limits.pressure()) {
            return new Outcome.Quiet("TCP has memory left", evidence);
        }
        if (lost.mean() <= LOST && !nearlyAll) {
            return new Outcome.Busy("TCP uses much memory, nothing was lost for it", evidence);
        }
        return new Outcome.Found(new Finding(
                FACTS.id(),
                nearlyAll ? Severity.CRITICAL : Severity.WARNING,
                lost.mean() > LOST
                        ? new Confidence(0.9, "the kernel counts it")
                        : new Confidence(0.7, "the limit is near; nothing need have been lost yet"),
                "TCP uses " + Unit.SHARE.show(used.max() / most) + " of the memory it may, and cuts buffers",
                List.of(Who.host("ss -tm shows which sockets hold it")),
                evidence,
                used.firstOver((double) limits.pressure()).orElse(window.start()),
                used.max() / most));
    }
}
