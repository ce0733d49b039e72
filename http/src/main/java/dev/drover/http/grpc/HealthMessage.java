package dev.drover.http.grpc;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The two messages of the health protocol, in protocol buffers, each behind gRPC's prefix.
 *
 * <pre>
 *   +------------+----------------+----------------------------------+
 *   | compressed | length         | message                          |
 *   | 1 byte, 0  | 4 bytes        |                                  |
 *   +------------+----------------+----------------------------------+
 *   HealthCheckRequest:   0a LENGTH service         field 1, text
 *   HealthCheckResponse:  08 status                 field 1, varint; absent: 0, unknown
 * </pre>
 *
 * @see <a href="https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md">gRPC over HTTP2</a>
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">Protocol buffers: encoding</a>
 */
final class HealthMessage {
    private static final int PREFIX = 5;
    private static final int SERVICE = (1 << 3) | 2;

    private HealthMessage() {}

    static byte[] request(String service) {
        byte[] name = service.getBytes(StandardCharsets.UTF_8);
        var bytes = ByteBuffer.allocate(PREFIX + 1 + 5 + name.length);
        bytes.position(PREFIX);
        if (name.length > 0) {
            bytes.put((byte) SERVICE);
            for (int rest = name.length; ; rest >>>= 7) {
                boolean last = rest < 0x80;
                bytes.put((byte) (last ? rest : (rest & 0x7f) | 0x80));
                if (last) {
                    break;
                }
            }
            bytes.put(name);
        }
        int length = bytes.position() - PREFIX;
        bytes.putInt(1, length);
        byte[] whole = new byte[PREFIX + length];
        bytes.get(0, whole);
        return whole;
    }

    /** The status that a response tells; null if it is none. */
    static @Nullable Integer status(byte[] response) {
        if (response.length < PREFIX || response[0] != 0) {
            return null;
        }
        var bytes = ByteBuffer.wrap(response);
        int length = bytes.getInt(1);
        if (length != response.length - PREFIX) {
            return null;
        }
        bytes.position(PREFIX);
        long status = 0;
        while (bytes.hasRemaining()) {
            long tag = varint(bytes);
            if (tag == 1 << 3) {
                status = varint(bytes);
            } else if (tag < 0 || !skip(bytes, (int) (tag & 7))) {
                return null;
            }
            if (status < 0) {
                return null;
            }
        }
        return (int) Math.min(status, Integer.MAX_VALUE);
    }

    /** At most 63 bits; negative if there is none. */
    private static long varint(ByteBuffer bytes) {
        long value = 0;
        for (int shift = 0; shift < 63 && bytes.hasRemaining(); shift += 7) {
            byte next = bytes.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        return -1;
    }

    /** What later versions of the protocol may add. */
    private static boolean skip(ByteBuffer bytes, int kind) {
        return switch (kind) {
            case 0 -> varint(bytes) >= 0;
            case 1 -> skip(bytes, 8L);
            case 2 -> skip(bytes, varint(bytes));
            case 5 -> skip(bytes, 4L);
            default -> false;
        };
    }

    private static boolean skip(ByteBuffer bytes, long length) {
        if (length < 0 || length > bytes.remaining()) {
            return false;
        }
        bytes.position(bytes.position() + (int) length);
        return true;
    }
}
