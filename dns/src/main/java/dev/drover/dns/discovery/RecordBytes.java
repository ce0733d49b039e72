package dev.drover.dns.discovery;

import dev.drover.dns.message.Query;
import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.RecordType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes of records behind a question for one name. Names point to nothing but the question (RFC 1035 section 4.1.4), so that each record
 * means the same wherever it comes to stand.
 */
final class RecordBytes {
    private final int domain;
    private byte[] bytes = new byte[256];
    private int length;

    /** @param domain where in the message the domain stands, as part of the question */
    RecordBytes(int domain) {
        this.domain = domain;
    }

    int length() {
        return length;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    RecordBytes u8(int value) {
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, length * 2);
        }
        bytes[length++] = (byte) value;
        return this;
    }

    RecordBytes u16(int value) {
        return u8(value >>> 8).u8(value);
    }

    RecordBytes u32(long value) {
        return u16((int) (value >>> 16)).u16((int) value);
    }

    RecordBytes raw(byte[] data) {
        for (byte b : data) {
            u8(b);
        }
        return this;
    }

    /** The name asked for. */
    RecordBytes question() {
        return u16(0xc000 | Query.HEADER);
    }

    /** Labels below the domain, or, without any, the domain. */
    RecordBytes below(String... labels) {
        for (String label : labels) {
            byte[] text = label.getBytes(StandardCharsets.UTF_8);
            u8(text.length).raw(text);
        }
        return u16(0xc000 | domain);
    }

    RecordBytes name(DnsName name) {
        return raw(name.wire());
    }

    /** What stands between owner and data. */
    RecordBytes head(RecordType type, long ttl) {
        return u16(type.number()).u16(Query.CLASS_IN).u32(ttl);
    }

    /** The place for the length of the data that follows; to be given to {@link #end}. */
    int begin() {
        u16(0);
        return length;
    }

    RecordBytes end(int begun) {
        int size = length - begun;
        bytes[begun - 2] = (byte) (size >>> 8);
        bytes[begun - 1] = (byte) size;
        return this;
    }

    RecordBytes data(byte[] data) {
        return u16(data.length).raw(data);
    }
}
