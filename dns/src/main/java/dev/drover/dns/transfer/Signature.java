package dev.drover.dns.transfer;

import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.RecordType;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The signature of a message, its last record (RFC 8945 section 4.2).
 *
 * <pre>
 *   key's name | TSIG ANY 0 length | algorithm | time u48 | fudge u16 | length u16, MAC | original ID u16 | error u16 | length u16, other
 * </pre>
 */
final class Signature {
    static final int NO_ERROR = 0;
    static final int BAD_SIGNATURE = 16;
    static final int BAD_KEY = 17;
    static final int BAD_TIME = 18;
    static final int BAD_TRUNCATION = 22;

    private final int start;
    private final DnsName key;
    private final DnsName algorithm;
    private final long time;
    private final int fudge;
    private final byte[] mac;
    private final int originalId;
    private final int error;
    private final byte[] other;

    private Signature(
            int start,
            DnsName key,
            DnsName algorithm,
            long time,
            int fudge,
            byte[] mac,
            int originalId,
            int error,
            byte[] other) {
        this.start = start;
        this.key = key;
        this.algorithm = algorithm;
        this.time = time;
        this.fudge = fudge;
        this.mac = mac;
        this.originalId = originalId;
        this.error = error;
        this.other = other;
    }

    /** The one of a message; empty when its last record is none, or is not as it must be. */
    static Optional<Signature> find(byte[] message, int length) {
        int start = last(message, length);
        if (start < 0) {
            return Optional.empty();
        }
        int at = Wire.skipName(message, start, length);
        if (Wire.u16(message, at) != RecordType.TSIG.number()) {
            return Optional.empty();
        }
        DnsName key = Wire.name(message, start, length).orElse(null);
        return key == null ? Optional.empty() : Optional.ofNullable(read(message, start, key, at + 10, length));
    }

    private static @Nullable Signature read(byte[] message, int start, DnsName key, int from, int end) {
        DnsName algorithm = Wire.name(message, from, end).orElse(null);
        int at = Wire.skipName(message, from, end);
        if (algorithm == null || at + 10 > end) {
            return null;
        }
        long time = (long) Wire.u16(message, at) << 32 | Wire.u32(message, at + 2);
        int fudge = Wire.u16(message, at + 6);
        byte[] mac = counted(message, at + 8, end);
        int behind = mac == null ? end : at + 10 + mac.length;
        byte[] other = behind + 6 > end ? null : counted(message, behind + 4, end);
        if (mac == null || other == null || behind + 6 + other.length != end) {
            return null;
        }
        return new Signature(
                start,
                key,
                algorithm,
                time,
                fudge,
                mac,
                Wire.u16(message, behind),
                Wire.u16(message, behind + 2),
                other);
    }

    private static byte @Nullable [] counted(byte[] message, int at, int end) {
        int length = Wire.u16(message, at);
        return at + 2 + length > end ? null : Arrays.copyOfRange(message, at + 2, at + 2 + length);
    }

    /** Where the last record begins; -1 without one. */
    private static int last(byte[] message, int length) {
        if (length < Wire.HEADER) {
            return -1;
        }
        int at = Wire.HEADER;
        for (int i = Wire.u16(message, 4); i > 0 && at >= 0; i--) {
            int end = Wire.skipName(message, at, length);
            at = end < 0 || end + 4 > length ? -1 : end + 4;
        }
        int start = -1;
        for (int i = Wire.u16(message, 6) + Wire.u16(message, 8) + Wire.u16(message, 10); i > 0 && at >= 0; i--) {
            start = at;
            int data = Wire.skipName(message, at, length);
            at = data < 0 || data + 10 > length ? -1 : data + 10 + Wire.u16(message, data + 8);
        }
        return at == length && Wire.u16(message, 10) > 0 ? start : -1;
    }

    /** Where in the message it begins. */
    int start() {
        return start;
    }

    DnsName key() {
        return key;
    }

    DnsName algorithm() {
        return algorithm;
    }

    /** Seconds since 1970. */
    long time() {
        return time;
    }

    /** Seconds by which clocks may differ. */
    int fudge() {
        return fudge;
    }

    byte[] mac() {
        return mac;
    }

    int originalId() {
        return originalId;
    }

    int error() {
        return error;
    }

    /** The time of the server where that was what was wrong. */
    byte[] other() {
        return other;
    }
}
