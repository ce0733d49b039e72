package dev.drover.observe.capture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * All TCP sockets by netlink (sock_diag(7)): faster than {@code /proc/net/tcp}, and with what each connection waited for
 * ({@code struct tcp_info} of linux/tcp.h; what an old kernel does not tell reads as 0).
 */
final class SocketDump {
    private static final int BY_FAMILY = 20;
    private static final byte TCP = 6;
    private static final byte WITH_INFO = 2;
    private static final int INFO = 2;
    private static final int HEAD = 72;
    private static final byte[] FAMILIES = {2, 10};
    private static final int SIX = 10;

    private SocketDump() {}

    static Content read(Tree tree) {
        var sockets = new TcpSockets(tree);
        try {
            for (byte family : FAMILIES) {
                byte[] request = ByteBuffer.allocate(56)
                        .order(ByteOrder.nativeOrder())
                        .put(family)
                        .put(TCP)
                        .put(WITH_INFO)
                        .put((byte) 0)
                        .putInt(0x1fff)
                        .array();
                Netlink.dump(Netlink.SOCKETS, BY_FAMILY, request, entry -> take(entry, sockets));
            }
        } catch (Libc.Failed e) {
            return new Content.Unreadable(String.valueOf(e.getMessage()));
        }
        return Content.Text.of(sockets.text());
    }

    private static void take(ByteBuffer entry, TcpSockets sockets) {
        if (entry.limit() < HEAD) {
            return;
        }
        boolean six = entry.get(0) == SIX;
        var socket = new TcpSockets.Socket(
                entry.get(1),
                address(entry, 8, six),
                port(entry, 4),
                address(entry, 24, six),
                port(entry, 6),
                Integer.toUnsignedLong(entry.getInt(56)),
                Integer.toUnsignedLong(entry.getInt(60)),
                Integer.toUnsignedLong(entry.getInt(68)));
        sockets.add(socket);
        ByteBuffer info = Netlink.attribute(entry, HEAD, INFO);
        if (info.limit() >= 104 && socket.state() != 10) {
            sockets.tell(socket, weight(info, socket), () -> numbers(entry, info));
        }
    }

    private static TcpSockets.Address address(ByteBuffer entry, int at, boolean six) {
        ByteBuffer wire = entry.duplicate().order(ByteOrder.BIG_ENDIAN);
        return six
                ? new TcpSockets.Address(wire.getLong(at), wire.getLong(at + 8), true)
                : new TcpSockets.Address(0, Integer.toUnsignedLong(wire.getInt(at)), false);
    }

    private static int port(ByteBuffer entry, int at) {
        return Short.toUnsignedInt(entry.duplicate().order(ByteOrder.BIG_ENDIAN).getShort(at));
    }

    /** Those that have something to send come first, then those that lost something, then those that were busy longest. */
    private static long weight(ByteBuffer info, TcpSockets.Socket socket) {
        boolean sends = socket.unsent() > 0 || number(info, 24) > 0;
        boolean lost = number(info, 100) > 0;
        long busy = Math.min(large(info, 168), 1L << 60);
        return (sends ? 1L << 62 : 0) + (lost ? 1L << 61 : 0) + busy;
    }

    private static String numbers(ByteBuffer entry, ByteBuffer info) {
        long cookie = entry.getLong(44);
        return Long.toHexString(cookie) + " " + large(info, 168) + " " + large(info, 176) + " " + large(info, 184) + " "
                + number(info, 100) + " " + number(info, 156) + " " + number(info, 68) + " " + number(info, 148) + " "
                + large(info, 160) + " " + (info.limit() > 7 ? info.get(7) & 1 : 0) + " " + number(info, 24) + " "
                + number(info, 80) + " " + number(info, 16) + " " + large(info, 120);
    }

    private static long number(ByteBuffer info, int at) {
        return info.limit() >= at + 4 ? Integer.toUnsignedLong(info.getInt(at)) : 0;
    }

    private static long large(ByteBuffer info, int at) {
        return info.limit() >= at + 8 ? Math.max(0, info.getLong(at)) : 0;
    }
}
