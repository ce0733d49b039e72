package dev.drover.dns.sign;

import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.Rdata;
import dev.drover.dns.name.RecordSet;
import dev.drover.dns.name.RecordType;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** Records in the one form that is signed (RFC 4034 section 6, RFC 6840 section 5.1). */
final class Canonical {
    private static final int CLASS_IN = 1;

    private Canonical() {}

    /** All records of a set, sorted, with the owner's letters and those of names in old types lowered. */
    static byte[] of(DnsName owner, RecordSet set) {
        byte[] name = owner.lowerCased().wire();
        List<byte[]> all = set.rdata().stream()
                .map(data -> data(set.type(), data))
                .sorted(Arrays::compareUnsigned)
                .toList();
        var out = new ByteArrayOutputStream();
        byte[] last = null;
        for (byte[] data : all) {
            if (last == null || !Arrays.equals(data, last)) {
                out.writeBytes(name);
                out.writeBytes(ByteBuffer.allocate(10)
                        .putShort((short) set.type().number())
                        .putShort((short) CLASS_IN)
                        .putInt(set.ttl())
                        .putShort((short) data.length)
                        .array());
                out.writeBytes(data);
            }
            last = data;
        }
        return out.toByteArray();
    }

    private static byte[] data(RecordType type, Rdata data) {
        byte[] bytes = data.toBytes();
        switch (type.number()) {
            case 2, 3, 4, 5, 7, 8, 9, 12, 39 -> lower(bytes, 0, 1); // NS MD MF CNAME MB MG MR PTR DNAME
            case 6, 14, 17 -> lower(bytes, 0, 2); // SOA MINFO RP
            case 15, 18, 21, 36 -> lower(bytes, 2, 1); // MX AFSDB RT KX
            case 26 -> lower(bytes, 2, 2); // PX
            case 33 -> lower(bytes, 6, 1); // SRV
            case 35 -> lower(bytes, behindTexts(bytes, 4, 3), 1); // NAPTR
            default -> {}
        }
        return bytes;
    }

    private static int behindTexts(byte[] bytes, int from, int count) {
        int at = from;
        for (int i = 0; i < count && at < bytes.length; i++) {
            at += 1 + (bytes[at] & 0xff);
        }
        return at;
    }

    /** Lengths are below 64 and so below the letters: a whole name can be lowered byte by byte. */
    private static void lower(byte[] bytes, int from, int names) {
        int at = from;
        for (int i = 0; i < names && at < bytes.length; i++) {
            while (at < bytes.length && bytes[at] != 0) {
                int end = Math.min(bytes.length, at + 1 + (bytes[at] & 0xff));
                for (at++; at < end; at++) {
                    if (bytes[at] >= 'A' && bytes[at] <= 'Z') {
                        bytes[at] += (byte) 32;
                    }
                }
            }
            at++;
        }
    }
}
