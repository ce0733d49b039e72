package dev.drover.observe.use;

import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.net.Conntrack;
import dev.drover.observe.counter.net.Listener;
import dev.drover.observe.counter.net.LocalPorts;
import dev.drover.observe.counter.net.Neighbours;
import dev.drover.observe.counter.net.PerCpu;
import dev.drover.observe.counter.net.Protocols;
import dev.drover.observe.counter.net.Route;
import dev.drover.observe.counter.net.Sockets;
import dev.drover.observe.counter.net.TcpMemory;
import dev.drover.observe.rule.Unit;
import dev.drover.observe.sample.Window;
import java.util.Comparator;
import java.util.List;

/** What TCP, UDP and their tables have of room. */
final class ProtocolRows {
    private static final double RESENT = 0.02;
    private static final String NO_WAITING = "nothing waits for a place: who finds none is refused";
    private static final String NO_ERRORS = "the kernel does not count who found no place";

    private ProtocolRows() {}

    static void add(Window window, List<Row> rows) {
        rows.add(tcp(window));
        rows.add(queues(window));
        rows.add(new Row(
                Row.Kind.NETWORK,
                "UDP",
                window.now(Protocols.SOCKETS)
                        .then(s -> s.get("UDP.mem"))
                        .then(pages -> Measured.not("its memory has no one limit; " + pages + " pages are in use")),
                UseTable.sum(
                                UseTable.rate(window, Protocols.BASIC, "Udp.RcvbufErrors"),
                                UseTable.rate(window, Protocols.BASIC, "Udp.SndbufErrors"))
                        .map(n -> Figure.never(n, "dropped at full buffers")),
                UseTable.rate(window, Protocols.BASIC, "Udp.InErrors").map(n -> Figure.never(n, "not delivered"))));
        rows.add(ports(window));
        rows.add(conntrack(window));
        rows.add(new Row(
                Row.Kind.NETWORK,
                "neighbours",
                window.now(Neighbours.GROUP)
                        .then(n -> n.limit().map(most -> Figure.full(n.all(), most, "of the table"))),
                UseTable.rate(window, PerCpu.NEIGHBOURS, "unresolved_discards")
                        .map(n -> Figure.never(n, "packets given up waiting")),
                UseTable.rate(window, PerCpu.NEIGHBOURS, "table_fulls").map(n -> Figure.never(n, "found no place"))));
    }

    private static Row tcp(Window window) {
        Measured<Double> sent = UseTable.rate(window, Protocols.BASIC, "Tcp.OutSegs");
        return new Row(
                Row.Kind.NETWORK,
                "TCP",
                window.now(Protocols.SOCKETS)
                        .then(s -> s.get("TCP.mem"))
                        .then(pages -> window.now(TcpMemory.GROUP)
                                .map(memory -> Figure.full(pages, memory.most(), "of its memory"))),
                UseTable.rate(window, Protocols.EXTENDED, "TcpExt.TCPMemoryPressures")
                        .map(n -> Figure.never(n, "times short of memory")),
                UseTable.rate(window, Protocols.BASIC, "Tcp.RetransSegs")
                        .then(again -> sent.map(all -> Figure.share(
                                all <= 0 ? 0 : Math.min(1, again / all), RESENT, "of segments sent again"))));
    }

    private static Row queues(Window window) {
        Measured<Listener> fullest = window.now(Sockets.GROUP)
                .then(s -> s.listeners().stream()
                        .max(Comparator.comparingDouble(Listener::filled))
                        .map(Measured::of)
                        .orElse(Measured.not("nobody listens")));
        return new Row(
                Row.Kind.NETWORK,
                "accept queues",
                fullest.map(l -> Figure.share(Math.min(1, l.filled()), 0.5, "of the fullest, " + l.name())),
                window.now(Sockets.GROUP)
                        .map(s -> new Figure(
                                (double) s.listeners().stream()
                                        .mapToLong(Listener::queued)
                                        .sum(),
                                Unit.COUNT,
                                "connections waiting",
                                100)),
                UseTable.rate(window, Protocols.EXTENDED, "TcpExt.ListenOverflows")
                        .map(n -> Figure.never(n, "refused at full queues")));
    }

    private static Row ports(Window window) {
        Measured<Route> most = window.now(Sockets.GROUP)
                .then(s -> s.routes().stream()
                        .max(Comparator.comparingLong(Route::ports))
                        .map(Measured::of)
                        .orElse(Measured.not("there is no outgoing connection")));
        return new Row(
                Row.Kind.NETWORK,
                "local ports",
                most.then(route -> window.now(LocalPorts.GROUP)
                        .map(range -> Figure.full(route.ports(), range.count(), "taken to " + route.name()))),
                most.map(route ->
                        new Figure((double) route.connecting(), Unit.COUNT, "connecting to " + route.name(), 100)),
                Measured.not(NO_ERRORS));
    }

    private static Row conntrack(Window window) {
        Measured<Double> dropped = UseTable.rate(window, PerCpu.CONNECTIONS, "drop");
        Measured<Double> failed = UseTable.rate(window, PerCpu.CONNECTIONS, "insert_failed");
        return new Row(
                Row.Kind.NETWORK,
                "tracked connections",
                window.now(Conntrack.GROUP).map(c -> Figure.full(c.count(), c.most(), "of the table")),
                Measured.not(NO_WAITING),
                UseTable.sum(dropped, failed).map(n -> Figure.never(n, "dropped or not entered")));
    }

    static Measured<Figure> noWaiting() {
        return Measured.not(NO_WAITING);
    }

    static Measured<Figure> noErrors() {
        return Measured.not(NO_ERRORS);
    }
}
