package dev.drover.observe.process;

import dev.drover.observe.capture.Content;
import dev.drover.observe.capture.TcpStates;
import dev.drover.observe.capture.Tree;
import dev.drover.observe.counter.Cursor;
import dev.drover.observe.counter.Measured;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Which of some sockets are of which protocol and in which state, by the tables in {@code /proc/PID/net} (proc(5)). */
final class SocketTable {
    private final Map<String, Long> counts = new TreeMap<>();
    private final Set<Long> left;
    private boolean read;
    private String why = "";

    private SocketTable(Set<Long> inodes) {
        left = new HashSet<>(inodes);
    }

    /** How many there are of each, such as {@code TCP ESTABLISHED}, {@code UDP}, {@code Unix stream}. */
    static Measured<Map<String, Long>> count(Tree tree, int pid, Set<Long> inodes) {
        var table = new SocketTable(inodes);
        for (String protocol : new String[] {"tcp", "tcp6", "udp", "udp6", "unix", "netlink", "raw", "packet"}) {
            if (!table.left.isEmpty()) {
                table.add(protocol, tree.read("/proc/" + pid + "/net/" + protocol));
            }
        }
        if (!table.read && !inodes.isEmpty()) {
            return Measured.not(table.why);
        }
        if (!table.left.isEmpty()) {
            table.counts.put("of another network namespace or protocol", (long) table.left.size());
        }
        return Measured.of(Collections.unmodifiableMap(table.counts));
    }

    private void add(String protocol, Content content) {
        switch (content) {
            case Content.Text(byte[] bytes) -> {
                read = true;
                counts(protocol, bytes);
            }
            case Content.Unreadable(String reason) -> why = "/proc/PID/net/" + protocol + ": " + reason;
        }
    }

    private void counts(String protocol, byte[] bytes) {
        var line = new Cursor(bytes);
        line.nextLine();
        while (!line.atEnd() && !left.isEmpty()) {
            // A line of its own cursor: one that is not understood spoils no other.
            var row = new Cursor(bytes, line.place());
            String kind = switch (protocol) {
                case "unix" -> unix(row);
                case "netlink" -> plain(row, 9, "netlink");
                case "packet" -> plain(row, 8, "packet");
                default -> internet(row, protocol);
            };
            if (!row.bad() && left.remove(row.number())) {
                counts.merge(kind, 1L, Long::sum);
            }
            line.nextLine();
        }
    }

    /** {@code  0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000 33 0 4711}. */
    private static String internet(Cursor row, String protocol) {
        row.word();
        row.word();
        row.word();
        int state = (int) row.hex();
        for (int i = 0; i < 5; i++) {
            row.word();
        }
        String name = protocol.startsWith("tcp") ? "TCP" : protocol.startsWith("udp") ? "UDP" : "raw IP";
        return name.equals("TCP") && state > 0 && state < TcpStates.COUNT ? "TCP " + TcpStates.name(state) : name;
    }

    /** {@code ffff9a: 00000002 00000000 00010000 0001 01 4711 /run/a.sock}: stream, datagram or packets in order. */
    private static String unix(Cursor row) {
        for (int i = 0; i < 4; i++) {
            row.word();
        }
        int type = (int) row.hex();
        row.word();
        return switch (type) {
            case 1 -> "Unix stream";
            case 2 -> "Unix datagram";
            default -> "Unix packets";
        };
    }

    private static String plain(Cursor row, int before, String name) {
        for (int i = 0; i < before; i++) {
            row.word();
        }
        return name;
    }
}
