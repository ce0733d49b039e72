package dev.drover.dns.sign;

import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.Rdata;
import dev.drover.dns.name.RecordType;
import java.io.ByteArrayOutputStream;
import java.util.Collection;
import java.util.TreeMap;

/** The data of NSEC records: the next name, and the types that there are at this one (RFC 4034 section 4). */
public final class Denial {
    private Denial() {}

    public static Rdata of(DnsName next, Collection<RecordType> types) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(next.wire());
        var windows = new TreeMap<Integer, byte[]>();
        for (RecordType type : types) {
            byte[] bits = windows.computeIfAbsent(type.number() >> 8, w -> new byte[32]);
            int low = type.number() & 0xff;
            bits[low >> 3] |= (byte) (0x80 >> (low & 7));
        }
        windows.forEach((window, bits) -> {
            int length = bits.length;
            while (bits[length - 1] == 0) {
                length--;
            }
            out.write(window);
            out.write(length);
            out.write(bits, 0, length);
        });
        return Rdata.of(out.toByteArray());
    }
}
