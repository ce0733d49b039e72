package dev.drover.dns.name;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * The data of one record in wire form, at most 65,535 bytes (RFC 1035 section 3.2.1). Names in it are whole, never compressed.
 * Two are equal when their bytes are; the case of letters counts.
 */
public final class Rdata {
    private static final int LONGEST = 0xffff;

    private final byte[] bytes;

    private Rdata(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A copy of these bytes. */
    public static Rdata of(byte... bytes) {
        if (bytes.length > LONGEST) {
            throw new IllegalArgumentException(bytes.length + " bytes of data, a record holds at most " + LONGEST);
        }
        return new Rdata(bytes.clone());
    }

    /** A name alone, as in NS, CNAME, PTR or DNAME. */
    public static Rdata of(DnsName name) {
        return new Rdata(name.wire());
    }

    public int length() {
        return bytes.length;
    }

    /** An unsigned byte. */
    public int u8(int at) {
        return bytes[at] & 0xff;
    }

    public int u16(int at) {
        return u8(at) << 8 | u8(at + 1);
    }

    public long u32(int at) {
        return (long) u16(at) << 16 | u16(at + 2);
    }

    /** The name that begins there. */
    public DnsName name(int at) {
        return DnsName.ofWire(bytes, at);
    }

    /** A copy. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    public void copyTo(byte[] into, int at) {
        System.arraycopy(bytes, 0, into, at, bytes.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Rdata o && Arrays.equals(bytes, o.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** As RFC 3597 section 5 writes data of any type. */
    @Override
    public String toString() {
        return bytes.length == 0
                ? "\\# 0"
                : "\\# " + bytes.length + " " + HexFormat.of().formatHex(bytes);
    }
}
