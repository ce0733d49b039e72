package dev.drover.observe.capture;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Asks the kernel for a whole table over netlink (netlink(7), RFC 3549) and hands each entry on.
 *
 * <pre>
 *  0         4       6       8         12        16
 *  | length  | type  | flags | number  | sender  | payload: a fixed head, then attributes ...
 *
 *  an attribute:  | length 2 | type 2 | value, filled up to 4 bytes |
 * </pre>
 */
final class Netlink {
    static final int ROUTE = 0;
    static final int SOCKETS = 4;

    private static final int HEADER = 16;
    private static final int FAMILY = 16;
    private static final int RAW_CLOSE_ON_EXEC = 3 | 0x80000;
    private static final int REQUEST_DUMP = 0x301;
    private static final int TYPE_ERROR = 2;
    private static final int TYPE_DONE = 3;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVTIMEO = 20;
    private static final int BUFFER = 64 << 10;
    private static final int MOST = 500_000;

    private Netlink() {}

    /** Takes one entry: its payload in the byte order of this machine; it is valid during the call only. */
    interface Entries {
        void take(ByteBuffer payload);
    }

    /** Asks one question; what has come when the bound is reached is what is told. */
    static void dump(int protocol, int type, byte[] payload, Entries entries) throws Libc.Failed {
        try (Arena arena = Arena.ofConfined()) {
            int socket = Libc.socket(arena, FAMILY, RAW_CLOSE_ON_EXEC, protocol);
            try {
                MemorySegment second = arena.allocate(16);
                second.set(ValueLayout.JAVA_LONG, 0, 1);
                Libc.option(arena, socket, SOL_SOCKET, SO_RCVTIMEO, second);
                Libc.send(arena, socket, request(arena, type, payload));
                MemorySegment buffer = arena.allocate(BUFFER, 8);
                boolean more = true;
                for (int taken = 0; more && taken < MOST; taken++) {
                    int length = (int) Libc.receive(arena, socket, buffer);
                    more = length > 0 && all(buffer.asSlice(0, length).asByteBuffer(), entries);
                }
            } finally {
                Libc.close(arena, socket);
            }
        }
    }

    private static MemorySegment request(Arena arena, int type, byte[] payload) {
        MemorySegment request = arena.allocate(HEADER + payload.length, 8);
        ByteBuffer bytes = request.asByteBuffer().order(ByteOrder.nativeOrder());
        bytes.putInt(HEADER + payload.length);
        bytes.putShort((short) type).putShort((short) REQUEST_DUMP).putInt(1).putInt(0);
        bytes.put(payload);
        return request;
    }

    /** Whether more datagrams follow. */
    private static boolean all(ByteBuffer messages, Entries entries) throws Libc.Failed {
        messages.order(ByteOrder.nativeOrder());
        int at = 0;
        while (messages.limit() - at >= HEADER) {
            int length = messages.getInt(at);
            int type = messages.getShort(at + 4);
            if (length < HEADER || length > messages.limit() - at || type == TYPE_DONE) {
                return false;
            }
            if (type == TYPE_ERROR) {
                int error = length >= HEADER + 4 ? -messages.getInt(at + HEADER) : 0;
                throw new Libc.Failed("netlink", error);
            }
            entries.take(messages.slice(at + HEADER, length - HEADER).order(ByteOrder.nativeOrder()));
            at += (length + 3) & ~3;
        }
        return true;
    }

    /** The value of the first attribute of a type, behind a fixed head; an empty buffer if there is none. */
    static ByteBuffer attribute(ByteBuffer entry, int head, int type) {
        int at = head;
        while (at >= 0 && entry.limit() - at >= 4) {
            int length = Short.toUnsignedInt(entry.getShort(at));
            if (length < 4 || length > entry.limit() - at) {
                break;
            }
            if ((entry.getShort(at + 2) & 0x3fff) == type) {
                return entry.slice(at + 4, length - 4).order(entry.order());
            }
            at += (length + 3) & ~3;
        }
        return ByteBuffer.allocate(0);
    }
}
