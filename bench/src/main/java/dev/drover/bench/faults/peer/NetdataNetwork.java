package dev.drover.bench.faults.peer;

import dev.drover.observe.counter.Change;
import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.net.Conntrack;
import dev.drover.observe.counter.net.Interface;
import dev.drover.observe.counter.net.Protocols;
import dev.drover.observe.counter.net.Softnet;
import dev.drover.observe.counter.net.TcpMemory;
import dev.drover.observe.sample.Window;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** Netdata's stock alerts of the network. */
final class NetdataNetwork {
    private static final double TEN_MINUTES = 600;
    private static final String MINUTE = "1 min";

    private NetdataNetwork() {}

    static List<Alert> alerts() {
        return Stream.of(interfaces(), kernel(), others()).flatMap(List::stream).toList();
    }

    private static List<Alert> interfaces() {
        return List.of(
                nic(
                        "1m_received_traffic_overflow",
                        "received > 90 % of the speed",
                        MINUTE,
                        Means.NIC_FULL,
                        NicNumbers.utilisation(Interface::rxBytes),
                        Limits.over(90)),
                nic(
                        "1m_sent_traffic_overflow",
                        "sent > 90 % of the speed",
                        MINUTE,
                        Means.NIC_FULL,
                        NicNumbers.utilisation(Interface::txBytes),
                        Limits.over(90)),
                nic(
                        "inbound_packets_dropped_ratio",
                        "dropped >= 2 % of > 10,000 packets in 10 min; Wi-Fi 10 %",
                        "10 min",
                        Means.NIC_DROPS,
                        dropped(Interface::rxDropped, Interface::rxPackets, 10_000),
                        Limits.over(Math.nextDown(2.0))),
                nic(
                        "outbound_packets_dropped_ratio",
                        "dropped >= 2 % of > 1,000 packets in 10 min; Wi-Fi 10 %",
                        "10 min",
                        Means.NIC_DROPS,
                        dropped(Interface::txDropped, Interface::txPackets, 1_000),
                        Limits.over(Math.nextDown(2.0))),
                nic(
                        "10min_fifo_errors",
                        "an error of a buffer",
                        "10 min",
                        Means.NIC_ERRORS,
                        NicNumbers.worst(NicNumbers.rate(nic -> nic.rxFifo() + nic.txFifo())),
                        Limits.over(0)));
    }

    private static List<Alert> kernel() {
        return List.of(
                counter(
                        "softnet.conf",
                        "1min_netdev_backlog_exceeded",
                        "packets dropped for a full backlog > 10/s",
                        Means.SOFTNET,
                        window -> window.whole().rate(Softnet.GROUP, Softnet::dropped),
                        Limits.over(10)),
                counter(
                        "softnet.conf",
                        "1min_netdev_budget_ran_outs",
                        "the budget ran out > 10/s",
                        Means.SOFTNET,
                        window -> window.whole().rate(Softnet.GROUP, Softnet::squeezed),
                        Limits.over(10)),
                tcp("tcp_listen.conf", "1m_tcp_accept_queue_overflows", "ListenOverflows", Means.ACCEPT),
                tcp("tcp_listen.conf", "1m_tcp_accept_queue_drops", "ListenDrops", Means.ACCEPT),
                tcp("tcp_listen.conf", "1m_tcp_syn_queue_drops", "TCPReqQFullDrop", Means.SYN),
                tcp("tcp_listen.conf", "1m_tcp_syn_queue_cookies", "TCPReqQFullDoCookies", Means.SYN),
                counter(
                        "tcp_mem.conf",
                        "tcp_memory",
                        "memory over the line of pressure, critical > 90 % of the limit",
                        Means.TCP_MEMORY,
                        NetdataNetwork::tcpMemory,
                        Limits.over(1, 2)),
                counter(
                        "tcp_orphans.conf",
                        "tcp_orphans",
                        "> 25 % of tcp_max_orphans, critical > 50 %",
                        Means.ORPHANS,
                        NetdataNetwork::orphans,
                        Limits.over(25, 50)));
    }

    private static List<Alert> others() {
        return List.of(
                resets("10s_ip_tcp_resets_sent", "sent", "Tcp.OutRsts"),
                resets("10s_ip_tcp_resets_received", "received", "Tcp.AttemptFails"),
                counter(
                        "udp_errors.conf",
                        "1m_ipv4_udp_receive_buffer_errors",
                        "datagrams lost on receiving > 10/s",
                        Means.UDP,
                        Numbers.rate(Protocols.BASIC, "Udp.RcvbufErrors"),
                        Limits.over(10)),
                counter(
                        "udp_errors.conf",
                        "1m_ipv4_udp_send_buffer_errors",
                        "datagrams lost on sending > 10/s",
                        Means.UDP,
                        Numbers.rate(Protocols.BASIC, "Udp.SndbufErrors"),
                        Limits.over(10)),
                counter(
                        "netfilter.conf",
                        "netfilter_conntrack_full",
                        "> 90 % of the limit, critical > 95 %",
                        Means.CONNTRACK,
                        window -> window.now(Conntrack.GROUP).map(table -> 100 * table.full()),
                        Limits.over(90, 95)));
    }

    private static Alert nic(
            String name,
            String when,
            String over,
            List<String> right,
            Function<Window, Measured<Double>> number,
            Limits limits) {
        return Netdata.alert("net.conf", name, when, over, right, number, limits);
    }

    private static Alert counter(
            String file,
            String name,
            String when,
            List<String> right,
            Function<Window, Measured<Double>> number,
            Limits limits) {
        return Netdata.alert(file, name, when, MINUTE, right, number, limits);
    }

    private static Alert tcp(String file, String name, String counter, List<String> right) {
        return counter(
                file,
                name,
                counter + " > 1/s, critical > 5/s",
                right,
                Numbers.rate(Protocols.EXTENDED, "TcpExt." + counter),
                Limits.over(1, 5));
    }

    /** Ten times what was usual in the minute before, and that is taken as 5/s, the least that Netdata takes it for. */
    private static Alert resets(String name, String way, String counter) {
        return Netdata.alert(
                "tcp_resets.conf",
                name,
                "resets " + way + " > 50/s, ten times the least usual",
                "10 s",
                Means.RESETS,
                Numbers.rate(Protocols.BASIC, counter),
                Limits.over(50));
    }

    /** The least number of packets is that of ten minutes; of Wi-Fi a fifth of the drops counts, as its limit is five times higher. */
    private static Function<Window, Measured<Double>> dropped(
            ToLongFunction<Interface> drops, ToLongFunction<Interface> packets, double least) {
        NicNumbers.OfOne percent = NicNumbers.percent(drops, packets, least / TEN_MINUTES);
        return NicNumbers.worst((Change<Interface> change) ->
                percent.of(change).map(p -> change.after().name().startsWith("wl") ? p / 5 : p));
    }

    /** 2.5 over nine tenths of the limit, else 1.5 over the line of pressure, else 0. */
    private static Measured<Double> tcpMemory(Window window) {
        return window.now(Protocols.SOCKETS)
                .then(sockets -> sockets.get("TCP.mem"))
                .then(pages -> window.now(TcpMemory.GROUP).map(limit -> {
                    if (pages > 0.9 * limit.most()) {
                        return 2.5;
                    }
                    return pages > limit.pressure() ? 1.5 : 0.0;
                }));
    }

    private static Measured<Double> orphans(Window window) {
        return window.now(Protocols.SOCKETS)
                .then(sockets -> sockets.get("TCP.orphan"))
                .then(orphans -> window.now(TcpMemory.MOST_ORPHANS).map(most -> 100.0 * orphans / Math.max(1, most)));
    }
}
