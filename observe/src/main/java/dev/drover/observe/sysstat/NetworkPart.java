package dev.drover.observe.sysstat;

import dev.drover.observe.capture.Content;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/** Files of {@code /proc/net}, from {@code sar -n ALL}. */
final class NetworkPart implements Part {
    private static final String NO_PROTOCOLS = "sysstat recorded no protocols (SADC_OPTIONS=\"-S SNMP\")";
    private static final String[] DEVICE = {
        "rxBytes", "rxpck", "rxerr", "rxdrop", "rxfifo", "rxfram", "rxcmp", "rxmcst", "txBytes", "txpck", "txerr",
        "txdrop", "txfifo", "coll", "txcarr", "txcmp"
    };

    /** Section of sysstat, its names, and what the kernel calls them. */
    private static final Map<String, Map<String, String>> PROTOCOLS = protocols();

    private static final Map<String, Map<String, String>> VERSION_6 = Map.of(
            "net-ip6", Map.of("irec6", "Ip6InReceives", "orq6", "Ip6OutRequests", "idel6", "Ip6InDelivers"),
            "net-eip6", Map.of("idisc6", "Ip6InDiscards", "odisc6", "Ip6OutDiscards", "onort6", "Ip6OutNoRoutes"),
            "net-udp6",
                    Map.of(
                            "idgm6", "Udp6InDatagrams",
                            "odgm6", "Udp6OutDatagrams",
                            "noport6", "Udp6NoPorts",
                            "idgmer6", "Udp6InErrors"));

    private static final Map<String, String> SOCKETS = Map.of(
            "totsck", "sockets.used",
            "tcpsck", "TCP.inuse",
            "tcp-tw", "TCP.tw",
            "udpsck", "UDP.inuse",
            "rawsck", "RAW.inuse",
            "ip-frag", "FRAG.inuse");

    private final Things devices = new Things();
    private final Things softnet = new Things();
    private final Sums protocols = new Sums();
    private final Sums version6 = new Sums();
    private final Map<String, Long> sockets = new LinkedHashMap<>();

    private static Map<String, Map<String, String>> protocols() {
        var all = new LinkedHashMap<String, Map<String, String>>();
        all.put(
                "net-ip",
                Map.of(
                        "irec", "Ip.InReceives",
                        "fwddgm", "Ip.ForwDatagrams",
                        "idel", "Ip.InDelivers",
                        "orq", "Ip.OutRequests",
                        "asmrq", "Ip.ReasmReqds",
                        "asmok", "Ip.ReasmOKs",
                        "fragok", "Ip.FragOKs",
                        "fragcrt", "Ip.FragCreates"));
        all.put(
                "net-eip",
                Map.of(
                        "ihdrerr", "Ip.InHdrErrors",
                        "iadrerr", "Ip.InAddrErrors",
                        "idisc", "Ip.InDiscards",
                        "odisc", "Ip.OutDiscards",
                        "onort", "Ip.OutNoRoutes",
                        "asmf", "Ip.ReasmFails",
                        "fragf", "Ip.FragFails"));
        all.put(
                "net-tcp",
                Map.of(
                        "active", "Tcp.ActiveOpens",
                        "passive", "Tcp.PassiveOpens",
                        "iseg", "Tcp.InSegs",
                        "oseg", "Tcp.OutSegs"));
        all.put(
                "net-etcp",
                Map.of(
                        "atmptf", "Tcp.AttemptFails",
                        "estres", "Tcp.EstabResets",
                        "retrans", "Tcp.RetransSegs",
                        "isegerr", "Tcp.InErrs",
                        "orsts", "Tcp.OutRsts"));
        all.put(
                "net-udp",
                Map.of(
                        "idgm", "Udp.InDatagrams",
                        "odgm", "Udp.OutDatagrams",
                        "noport", "Udp.NoPorts",
                        "idgmerr", "Udp.InErrors"));
        return all;
    }

    @Override
    public void take(Section sample, double seconds) {
        Section network = sample.section("network");
        devices(network, seconds);
        protocols.next();
        version6.next();
        count(protocols, PROTOCOLS, network, seconds);
        count(version6, VERSION_6, network, seconds);
        sockets.clear();
        SOCKETS.forEach((told, name) ->
                network.section("net-sock").number(told).ifPresent(n -> sockets.put(name, Math.round(n))));
        softnet.next();
        for (Section cpu : network.list("softnet")) {
            if (!CpuPart.isAll(cpu)) {
                Sums row = softnet.of(cpu.text("cpu"));
                row.add("total", cpu.number("total"), seconds);
                row.add("dropped", cpu.number("dropd"), seconds);
                row.add("squeezed", cpu.number("squeezd"), seconds);
            }
        }
    }

    private void devices(Section network, double seconds) {
        devices.next();
        for (Section device : network.list("net-dev")) {
            Sums into = devices.of(device.name("iface"));
            into.add("rxBytes", bytes(device.number("rxkB")), seconds);
            into.add("txBytes", bytes(device.number("txkB")), seconds);
            for (String told : new String[] {"rxpck", "txpck", "rxcmp", "txcmp", "rxmcst"}) {
                into.add(told, device.number(told), seconds);
            }
        }
        for (Section device : network.list("net-edev")) {
            Sums into = devices.of(device.name("iface"));
            for (String told :
                    new String[] {"rxerr", "txerr", "coll", "rxdrop", "txdrop", "txcarr", "rxfram", "rxfifo", "txfifo"
                    }) {
                into.add(told, device.number(told), seconds);
            }
        }
    }

    private static OptionalDouble bytes(OptionalDouble kib) {
        return kib.isPresent() ? OptionalDouble.of(kib.getAsDouble() * 1024) : kib;
    }

    private static void count(Sums into, Map<String, Map<String, String>> table, Section network, double seconds) {
        table.forEach((section, names) -> names.forEach(
                (told, name) -> into.add(name, network.section(section).number(told), seconds)));
    }

    @Override
    public void files(Files files) {
        files.counters("/proc/net/dev", this::dev);
        files.counters("/proc/net/snmp", () -> Lines.sections(protocols.told(), NO_PROTOCOLS));
        files.counters(
                "/proc/net/snmp6",
                () -> Lines.named(
                        version6.told(), "sysstat recorded no IPv6 protocols (SADC_OPTIONS=\"-S SNMP,IPV6\")"));
        files.moment("/proc/net/sockstat", () -> Lines.pairs(sockets, "sysstat recorded no sockets"));
        files.counters("/proc/net/softnet_stat", this::softnet);
    }

    private Content dev() {
        var text = new StringBuilder();
        devices.all().forEach((name, device) -> {
            if (device.tells("rxpck") && !name.isEmpty()) {
                text.append(name).append(':');
                for (String counter : DEVICE) {
                    text.append(' ').append(device.get(counter));
                }
                text.append('\n');
            }
        });
        return Part.orWhy(
                text.isEmpty() ? text : text.insert(0, "two lines\nof headings\n"), "sysstat recorded no interfaces");
    }

    private Content softnet() {
        var text = new StringBuilder();
        softnet.all()
                .values()
                .forEach(row -> text.append(
                        String.format("%08x %08x %08x%n", row.get("total"), row.get("dropped"), row.get("squeezed"))));
        return Part.orWhy(text, "sysstat recorded no work of packets: its sadc is too old for that");
    }
}
