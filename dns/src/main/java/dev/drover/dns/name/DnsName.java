package dev.drover.dns.name;

import java.io.ByteArrayOutputStream;

/**
 * An absolute domain name in wire form (RFC 1035 section 3.1): labels of 1 to 63 bytes, each behind its length, ending with the
 * root's empty one; 255 bytes at most.
 *
 * <pre>
 *   www.example.   =   3 w w w 7 e x a m p l e 0
 * </pre>
 *
 * Letters keep the case they were written in, yet two names are equal when they differ in nothing else (RFC 4343). The order is
 * the canonical one of RFC 4034 section 6.1: by labels from the right, so that a name stands directly before all that is below it.
 */
public final class DnsName implements Comparable<DnsName> {
    public static final int LONGEST = 255;
    public static final int LONGEST_LABEL = 63;
    public static final DnsName ROOT = new DnsName(new byte[] {0});

    private final byte[] wire;
    private final int hash;

    private DnsName(byte[] wire) {
        this.wire = wire;
        int h = 0;
        for (byte b : wire) {
            h = 31 * h + lower(b);
        }
        this.hash = h;
    }

    /**
     * Reads text such as {@code www.example.com}, with or without the last dot; {@code \.} and {@code \065} escape (RFC 1035 section 5.1).
     *
     * @throws IllegalArgumentException with the reason in words
     */
    public static DnsName parse(String text) {
        return parse(text, ROOT);
    }

    /** The same for a text that is relative to an origin unless it ends with a dot; {@code @} is the origin itself. */
    public static DnsName parse(String text, DnsName origin) {
        return text.equals("@") ? origin : NameText.parse(text, origin);
    }

    /** The name that begins there, in full: a compression pointer is an error as any unsound length. */
    public static DnsName ofWire(byte[] bytes, int at) {
        int end = at;
        while (true) {
            if (end < 0 || end >= bytes.length) {
                throw new IllegalArgumentException("a name ends without its last label");
            }
            int length = bytes[end] & 0xff;
            if (length > LONGEST_LABEL) {
                throw new IllegalArgumentException("a label of length byte " + length + " (expected: 0 to 63)");
            }
            end += 1 + length;
            if (end - at > LONGEST) {
                throw new IllegalArgumentException("a name of more than " + LONGEST + " bytes");
            }
            if (length == 0) {
                return of(bytes, at, end);
            }
        }
    }

    private static DnsName of(byte[] bytes, int from, int to) {
        if (to - from == 1) {
            return ROOT;
        }
        var own = new byte[to - from];
        System.arraycopy(bytes, from, own, 0, own.length);
        return new DnsName(own);
    }

    /** The bytes on the wire, a copy. */
    public byte[] wire() {
        return wire.clone();
    }

    /** How many bytes it takes on the wire, the root's label included. */
    public int length() {
        return wire.length;
    }

    /** A byte of the wire form. */
    public byte at(int index) {
        return wire[index];
    }

    public void copyTo(byte[] into, int at) {
        System.arraycopy(wire, 0, into, at, wire.length);
    }

    public boolean isRoot() {
        return wire.length == 1;
    }

    /** How many labels, the root's not counted. */
    public int labels() {
        int count = 0;
        for (int i = 0; wire[i] != 0; i += 1 + wire[i]) {
            count++;
        }
        return count;
    }

    /** The text of the first label, escaped; empty for the root. */
    public String firstLabel() {
        return NameText.label(wire, 0);
    }

    /** Without its first label. The root has none. */
    public DnsName parent() {
        if (isRoot()) {
            throw new IllegalStateException("the root has no parent");
        }
        return of(wire, 1 + wire[0], wire.length);
    }

    /** Its last labels, so many: all of them give the name itself, none the root. */
    public DnsName last(int labels) {
        int from = 0;
        for (int skip = labels() - labels; skip > 0; skip--) {
            from += 1 + wire[from];
        }
        return from == 0 ? this : of(wire, from, wire.length);
    }

    /** With these labels, given as text, in front. */
    public DnsName child(String labels) {
        return NameText.parse(labels, this);
    }

    /** The wildcard directly below: {@code *.this} (RFC 4592). */
    public DnsName wildcard() {
        return join(new byte[] {1, '*'}, this);
    }

    /** Whether the first label is a lone asterisk. */
    public boolean isWildcard() {
        return wire.length > 2 && wire[0] == 1 && wire[1] == '*';
    }

    /** With its ending, which is the old one, exchanged for another, as a DNAME does (RFC 6672 section 2.2). */
    public DnsName moved(DnsName old, DnsName other) {
        if (!isAtOrBelow(old)) {
            throw new IllegalArgumentException(this + " is not below " + old);
        }
        var front = new byte[wire.length - old.wire.length];
        System.arraycopy(wire, 0, front, 0, front.length);
        return join(front, other);
    }

    /**
     * These labels, behind their lengths and without a last one, in front of a name.
     *
     * @throws IllegalArgumentException when that is too long
     */
    static DnsName join(byte[] front, DnsName behind) {
        if (front.length + behind.wire.length > LONGEST) {
            throw new IllegalArgumentException(
                    "a name of " + (front.length + behind.wire.length) + " bytes (expected: at most 255)");
        }
        var all = new ByteArrayOutputStream();
        all.writeBytes(front);
        all.writeBytes(behind.wire);
        return of(all.toByteArray(), 0, all.size());
    }

    public boolean isBelow(DnsName other) {
        return wire.length > other.wire.length && isAtOrBelow(other);
    }

    public boolean isAtOrBelow(DnsName other) {
        int start = wire.length - other.wire.length;
        if (start < 0) {
            return false;
        }
        int i = 0;
        while (i < start) {
            i += 1 + wire[i];
        }
        return i == start && sameFrom(start, other);
    }

    private boolean sameFrom(int start, DnsName other) {
        for (int i = 0; i < other.wire.length; i++) {
            if (lower(wire[start + i]) != lower(other.wire[i])) {
                return false;
            }
        }
        return true;
    }

    /** With letters of ASCII in lower case; itself where they are. */
    public DnsName lowerCased() {
        var lower = wire.clone();
        boolean same = true;
        for (int i = 0; i < lower.length; i++) {
            lower[i] = (byte) lower(wire[i]);
            same &= lower[i] == wire[i];
        }
        return same ? this : new DnsName(lower);
    }

    /** Lengths are below 64 and so below the letters: a whole name can be lowered byte by byte. */
    private static int lower(byte b) {
        return b >= 'A' && b <= 'Z' ? b + 32 : b;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DnsName o && hash == o.hash && wire.length == o.wire.length && sameFrom(0, o);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public int compareTo(DnsName other) {
        int mine = labels();
        int theirs = other.labels();
        for (int i = 1; i <= mine && i <= theirs; i++) {
            int c = compareLabel(start(mine - i), other, other.start(theirs - i));
            if (c != 0) {
                return c;
            }
        }
        return Integer.compare(mine, theirs);
    }

    /** Where the label of that number begins, counted from the left and from 0. */
    private int start(int label) {
        int at = 0;
        for (int i = 0; i < label; i++) {
            at += 1 + wire[at];
        }
        return at;
    }

    private int compareLabel(int at, DnsName other, int otherAt) {
        int length = wire[at];
        int otherLength = other.wire[otherAt];
        for (int i = 1; i <= length && i <= otherLength; i++) {
            int c = Integer.compare(lower(wire[at + i]) & 0xff, lower(other.wire[otherAt + i]) & 0xff);
            if (c != 0) {
                return c;
            }
        }
        return Integer.compare(length, otherLength);
    }

    /** As zone files write it, ending with a dot. */
    @Override
    public String toString() {
        return NameText.format(wire);
    }
}
