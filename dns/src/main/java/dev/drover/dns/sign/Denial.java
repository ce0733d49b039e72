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

    /**
     * The name that stands directly behind this one (RFC 4471 section 3.1.2): below it, or, where there is no room for that, beside it. For the last name
     * of a zone its origin. A gap that is wider than that would deny names that are there.
     */
    public static DnsName next(DnsName name, DnsName origin) {
        return name.length() + 2 <= DnsName.LONGEST
                ? DnsName.parse("\\000", name)
                : beside(name.lowerCased(), origin, DnsName.LONGEST - name.length());
    }

    /** @param room by how many bytes the first label may grow */
    private static DnsName beside(DnsName name, DnsName origin, int room) {
        if (name.equals(origin)) {
            return origin;
        }
        byte[] wire = name.wire();
        int label = wire[0];
        if (room > 0 && label < DnsName.LONGEST_LABEL) {
            byte[] longer = new byte[wire.length + 1];
            System.arraycopy(wire, 1, longer, 1, label);
            System.arraycopy(wire, 1 + label, longer, 2 + label, wire.length - 1 - label);
            longer[0] = (byte) (label + 1);
            return DnsName.ofWire(longer, 0);
        }
        int last = label;
        while (last > 0 && wire[last] == (byte) 0xff) {
            last--;
        }
        if (last == 0) {
            return beside(name.parent(), origin, DnsName.LONGEST);
        }
        byte[] higher = new byte[wire.length - label + last];
        System.arraycopy(wire, 1, higher, 1, last);
        System.arraycopy(wire, 1 + label, higher, 1 + last, wire.length - 1 - label);
        higher[0] = (byte) last;
        // Letters count as small ones: those between have been left behind.
        higher[last] = (byte) (wire[last] + 1 == 'A' ? '[' : wire[last] + 1);
        return DnsName.ofWire(higher, 0);
    }

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
