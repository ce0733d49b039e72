package dev.drover.wire.datagram;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;

/** A datagram socket as a file descriptor: made, set up and bound by system calls. Numbers are those of Linux on 64 bit. */
final class BatchSocket {
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVBUF = 8;
    private static final int SO_REUSEPORT = 15;
    private static final int SO_RCVBUFFORCE = 33;
    private static final int IPPROTO_IP = 0;
    private static final int IP_PKTINFO = 8;
    private static final int IP_MTU_DISCOVER = 10;
    private static final int IPPROTO_IPV6 = 41;
    private static final int IPV6_MTU_DISCOVER = 23;
    private static final int IPV6_V6ONLY = 26;
    private static final int IPV6_RECVPKTINFO = 49;
    /** Fragments when the interface's MTU demands it, but believes no packet that says so: those can be forged (RFC 9715). */
    private static final int PMTUDISC_OMIT = 5;

    private static final int NO_SUCH_FAMILY = 97;
    private static final int QUEUE = 4 << 20;
    private static final ValueLayout.OfShort PORT = ValueLayout.JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);

    private final MemorySegment state;
    private final int fd;
    private final int port;
    private final boolean wildcard;
    private boolean closed;

    private BatchSocket(MemorySegment state, int fd, int port, boolean wildcard) {
        this.state = state;
        this.fd = fd;
        this.port = port;
        this.wildcard = wildcard;
    }

    int fd() {
        return fd;
    }

    int port() {
        return port;
    }

    /** Whether datagrams tell which address they came to: where the socket has all of them. */
    boolean tellsDestination() {
        return wildcard;
    }

    /**
     * Opens and binds one.
     *
     * @param shared whether others of this process have the same port
     */
    static BatchSocket open(InetSocketAddress address, boolean shared) throws IOException {
        MemorySegment state = Arena.ofAuto().allocate(SystemCalls.state());
        boolean wildcard = address.getAddress().isAnyLocalAddress();
        boolean ipv4 = address.getAddress() instanceof Inet4Address;
        int fd = SystemCalls.socket(state, ipv4 ? AF_INET : AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC);
        if (fd < 0 && wildcard && !ipv4 && SystemCalls.error(state) == NO_SUCH_FAMILY) {
            // All addresses of a machine without IPv6 are those of IPv4.
            return open(new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), address.getPort()), shared);
        }
        if (fd < 0) {
            throw failed("socket", state);
        }
        try (var arena = Arena.ofConfined()) {
            var options = new Options(state, fd, arena.allocate(ValueLayout.JAVA_INT));
            if (SystemCalls.setOption(state, fd, SOL_SOCKET, SO_RCVBUFFORCE, options.value(QUEUE)) < 0) {
                options.set(SOL_SOCKET, SO_RCVBUF, QUEUE);
            }
            options.set(SOL_SOCKET, SO_REUSEPORT, shared ? 1 : 0);
            options.set(IPPROTO_IP, IP_MTU_DISCOVER, PMTUDISC_OMIT);
            if (!ipv4) {
                options.set(IPPROTO_IPV6, IPV6_MTU_DISCOVER, PMTUDISC_OMIT);
                options.set(IPPROTO_IPV6, IPV6_V6ONLY, wildcard ? 0 : 1);
            }
            if (wildcard) {
                options.set(ipv4 ? IPPROTO_IP : IPPROTO_IPV6, ipv4 ? IP_PKTINFO : IPV6_RECVPKTINFO, 1);
            }
            return new BatchSocket(state, fd, bind(state, fd, socketAddress(arena, address, ipv4)), wildcard);
        } catch (IOException e) {
            SystemCalls.close(state, fd);
            throw e;
        }
    }

    private record Options(MemorySegment state, int fd, MemorySegment cell) {
        MemorySegment value(int value) {
            cell.set(ValueLayout.JAVA_INT, 0, value);
            return cell;
        }

        void set(int level, int option, int value) throws IOException {
            if (SystemCalls.setOption(state, fd, level, option, value(value)) < 0) {
                throw failed("option " + level + "/" + option, state);
            }
        }
    }

    private static MemorySegment socketAddress(Arena arena, InetSocketAddress address, boolean ipv4) {
        InetAddress ip = address.getAddress();
        MemorySegment raw = arena.allocate(ipv4 ? 16 : 28, 8);
        raw.set(ValueLayout.JAVA_SHORT, 0, (short) (ipv4 ? AF_INET : AF_INET6));
        raw.set(PORT, 2, (short) address.getPort());
        if (!ip.isAnyLocalAddress()) {
            MemorySegment.copy(ip.getAddress(), 0, raw, ValueLayout.JAVA_BYTE, ipv4 ? 4 : 8, ipv4 ? 4 : 16);
        }
        if (ip instanceof Inet6Address six) {
            raw.set(ValueLayout.JAVA_INT, 24, six.getScopeId());
        }
        return raw;
    }

    private static int bind(MemorySegment state, int fd, MemorySegment address) throws IOException {
        if (SystemCalls.bind(state, fd, address) < 0) {
            throw failed("bind", state);
        }
        try (var arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocate(28, 8);
            MemorySegment length = arena.allocate(ValueLayout.JAVA_INT);
            length.set(ValueLayout.JAVA_INT, 0, 28);
            if (SystemCalls.name(state, fd, name, length) < 0) {
                throw failed("getsockname", state);
            }
            return name.get(PORT, 2) & 0xffff;
        }
    }

    /** Lets a thread that waits for a datagram go on, now or when it begins to wait (shutdown(2), which UDP has as well). */
    synchronized void wake() {
        if (!closed) {
            SystemCalls.shutdown(state, fd);
        }
    }

    synchronized void close() {
        if (!closed) {
            closed = true;
            SystemCalls.close(state, fd);
        }
    }

    static IOException failed(String what, MemorySegment state) {
        int error = SystemCalls.error(state);
        return new IOException(
                switch (error) {
                    case 98 -> "the address is in use";
                    case 13 -> "ports below 1024 need root or CAP_NET_BIND_SERVICE";
                    case 99 -> "this machine does not have the address";
                    case NO_SUCH_FAMILY -> "this machine does not have IPv6";
                    default -> what + " failed with error " + error;
                });
    }
}
