package dev.drover.observe.counter.net;

import dev.drover.observe.capture.Tree;
import dev.drover.observe.counter.Cursor;
import dev.drover.observe.counter.Group;
import dev.drover.observe.counter.Measured;

/**
 * The ports that outgoing connections may take (ip(7), {@code ip_local_port_range}).
 *
 * @param reuse {@code tcp_tw_reuse}: 0 a port in TIME-WAIT stays taken, 1 it may be taken again after a second, 2 only to the loopback
 */
public record LocalPorts(long first, long last, Measured<Long> reuse) {
    public static final Group<LocalPorts> GROUP =
            Group.files("/proc/sys/net/ipv4/ip_local_port_range", () -> LocalPorts::read);

    private static final String FOLDER = "/proc/sys/net/ipv4/";

    public long count() {
        return Math.max(1, last - first + 1);
    }

    private static Measured<LocalPorts> read(Tree tree) {
        return Group.read(tree, FOLDER + "ip_local_port_range", LocalPorts::parse)
                .map(range -> new LocalPorts(
                        range.first, range.last, Group.read(tree, FOLDER + "tcp_tw_reuse", Cursor::only)));
    }

    static Measured<LocalPorts> parse(byte[] bytes) {
        var cursor = new Cursor(bytes);
        return cursor.unlessBad(new LocalPorts(cursor.number(), cursor.number(), Measured.not("not read")));
    }
}
