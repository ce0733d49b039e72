package dev.drover.observe.counter.net;

import dev.drover.observe.counter.Group;
import dev.drover.observe.counter.Named;

/** What IP, TCP and UDP count, named as {@code Tcp.RetransSegs} (RFC 4022, RFC 4113) and {@code TcpExt.ListenOverflows}. */
public final class Protocols {
    /** {@code /proc/net/snmp}. */
    public static final Group<Named> BASIC = Group.file("/proc/net/snmp", Named::sections);
    /** {@code /proc/net/netstat}: what Linux counts beyond the standards. */
    public static final Group<Named> EXTENDED = Group.file("/proc/net/netstat", Named::sections);
    /** {@code /proc/net/snmp6}: IPv6 and UDP over it, named as {@code Udp6RcvbufErrors}. */
    public static final Group<Named> VERSION_6 = Group.file("/proc/net/snmp6", Named::lines);
    /** {@code /proc/net/sockstat}: sockets at this moment, named as {@code TCP.orphan}; memory in pages. */
    public static final Group<Named> SOCKETS = Group.file("/proc/net/sockstat", Named::pairs);

    private Protocols() {}
}
