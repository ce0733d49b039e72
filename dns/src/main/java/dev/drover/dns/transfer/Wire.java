package dev.drover.dns.transfer;

import dev.drover.dns.name.DnsName;
import java.util.Optional;

/** Numbers and names in messages, where they lie. */
final class Wire {
    static final int HEADER = 12;

    private static final int MOST_JUMPS = 64;

    private Wire() {}

    static int u16(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
    }

    static long u32(byte[] bytes, int at) {
        return (long) u16(bytes, at) << 16 | u16(bytes, at + 2);
    }

    static int put16(byte[] bytes, int at, int value) {
        bytes[at] = (byte) (value >>> 8);
        bytes[at + 1] = (byte) value;
        return at + 2;
    }

    static int put32(byte[] bytes, int at, long value) {
        put16(bytes, at, (int) (value >>> 16));
        return put16(bytes, at + 2, (int) value);
    }

    static int put(byte[] bytes, int at, DnsName name) {
        name.copyTo(bytes, at);
        return at + name.length();
    }

    /** Where the name ends that begins there, pointer or not; -1 when it does not end in time. */
    static int skipName(byte[] bytes, int at, int end) {
        int i = at;
        while (i < end) {
            int size = bytes[i] & 0xff;
            if (size == 0) {
                return i + 1;
            }
            if (size >= 0xc0) {
                return i + 2 <= end ? i + 2 : -1;
            }
            if (size > DnsName.LONGEST_LABEL) {
                return -1;
            }
            i += 1 + size;
        }
        return -1;
    }

    /** The whole name that begins there. Pointers must lead backwards, so that nothing goes round (RFC 1035 section 4.1.4). */
    static Optional<DnsName> name(byte[] bytes, int at, int end) {
        var whole = new byte[DnsName.LONGEST];
        int length = 0;
        int i = at;
        int before = at;
        for (int jumps = 0; i < end && jumps < MOST_JUMPS; ) {
            int size = bytes[i] & 0xff;
            if (size >= 0xc0) {
                int to = i + 2 <= end ? u16(bytes, i) & 0x3fff : end;
                if (to >= before) {
                    return Optional.empty();
                }
                before = to;
                i = to;
                jumps++;
                continue;
            }
            boolean fits = size <= DnsName.LONGEST_LABEL && i + 1 + size <= end && length + 1 + size <= whole.length;
            if (!fits) {
                return Optional.empty();
            }
            System.arraycopy(bytes, i, whole, length, 1 + size);
            length += 1 + size;
            i += 1 + size;
            if (size == 0) {
                return Optional.of(DnsName.ofWire(whole, 0));
            }
        }
        return Optional.empty();
    }
}
