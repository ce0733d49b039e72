package dev.drover.observe.counter.net;

import dev.drover.observe.counter.Cursor;
import dev.drover.observe.counter.Group;
import dev.drover.observe.counter.Measured;

/**
 * {@code /proc/sys/net/ipv4/tcp_mem}: how much memory all buffers of TCP together may take, in pages (tcp(7)).
 *
 * @param pressure from here on the kernel keeps buffers small
 * @param most from here on it allocates no more
 */
public record TcpMemory(long pressure, long most) {
    public static final Group<TcpMemory> GROUP = Group.file("/proc/sys/net/ipv4/tcp_mem", TcpMemory::parse);

    /** {@code /proc/sys/net/ipv4/tcp_max_orphans}: sockets without a process that the kernel keeps. */
    public static final Group<Long> MOST_ORPHANS = Group.file("/proc/sys/net/ipv4/tcp_max_orphans", Cursor::only);

    static Measured<TcpMemory> parse(byte[] bytes) {
        var cursor = new Cursor(bytes);
        cursor.number();
        return cursor.unlessBad(new TcpMemory(cursor.number(), cursor.number()));
    }
}
