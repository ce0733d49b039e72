package dev.drover.http.head;

/** Classes of octets, by table (RFC 9110 section 5.6.2, RFC 3986 section 2). */
final class Octets {
    /** {@code tchar}. */
    static final int TOKEN = 1;
    /** Allowed in a field value: visible, space, tab, 0x80 to 0xff. */
    static final int VALUE = 2;
    /** Allowed in a path: {@code pchar} and slash, and what browsers send as it is: {@code | [ ]}. */
    static final int PATH = 4;
    /** Allowed after the question mark: the same, {@code ?}, and what browsers leave there: <code>{ } ^ ` \</code>. */
    static final int QUERY = 8;
    /** Allowed in a host: unreserved, and the square brackets and colons of an IPv6 address. */
    static final int HOST = 16;

    static final int HEX = 32;
    /** Makes a closer look at a target necessary: {@code % . ;}. */
    static final int SUSPECT = 64;

    private static final byte[] TABLE = new byte[256];

    static {
        for (int c = 0x21; c < 0x7f; c++) {
            TABLE[c] |= VALUE;
        }
        for (int c = 0x80; c < 0x100; c++) {
            TABLE[c] |= VALUE;
        }
        mark(" \t", VALUE);
        String alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        mark(alphanumeric, TOKEN | PATH | QUERY | HOST);
        mark("!#$%&'*+-.^_`|~", TOKEN);
        mark("-._~!$&'()*+,;=:@/%|[]", PATH | QUERY);
        mark("?{}^`\\", QUERY);
        mark("-._~", HOST);
        mark("0123456789abcdefABCDEF", HEX);
        mark("%.;", SUSPECT);
    }

    private Octets() {}

    private static void mark(String characters, int bits) {
        characters.chars().forEach(c -> TABLE[c] |= (byte) bits);
    }

    static int classes(byte octet) {
        return TABLE[octet & 0xff];
    }

    static boolean is(byte octet, int bits) {
        return (TABLE[octet & 0xff] & bits) != 0;
    }

    static boolean isDigit(byte octet) {
        return octet >= '0' && octet <= '9';
    }

    static byte lower(byte octet) {
        return octet >= 'A' && octet <= 'Z' ? (byte) (octet | 0x20) : octet;
    }

    /** Value of a hexadecimal digit, which it must be. */
    static int hex(byte digit) {
        return digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
    }

    static boolean equalsLower(byte[] bytes, int from, int to, byte[] lower) {
        if (to - from != lower.length) {
            return false;
        }
        for (int i = 0; i < lower.length; i++) {
            if (lower(bytes[from + i]) != lower[i]) {
                return false;
            }
        }
        return true;
    }

    static boolean equalsIgnoreCase(byte[] a, int aFrom, int aTo, byte[] b, int bFrom, int bTo) {
        if (aTo - aFrom != bTo - bFrom) {
            return false;
        }
        for (int i = 0; i < aTo - aFrom; i++) {
            if (lower(a[aFrom + i]) != lower(b[bFrom + i])) {
                return false;
            }
        }
        return true;
    }
}
