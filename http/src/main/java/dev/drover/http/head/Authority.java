package dev.drover.http.head;

/** A host with an optional port (RFC 9110 section 7.2), without user information. */
final class Authority {
    private Authority() {}

    /** Where the host ends; -1 if this is no valid authority. An empty host is valid and ends where it begins. */
    static int hostEnd(byte[] b, int from, int to) {
        int hostEnd = from < to && b[from] == '[' ? literalEnd(b, from, to) : nameEnd(b, from, to);
        if (hostEnd < 0 || hostEnd == to) {
            return hostEnd;
        }
        return b[hostEnd] == ':' && isPort(b, hostEnd + 1, to) ? hostEnd : -1;
    }

    private static int nameEnd(byte[] b, int from, int to) {
        int at = from;
        while (at < to && Octets.is(b[at], Octets.HOST)) {
            at++;
        }
        return at;
    }

    /** An IPv6 address in brackets; zones and future versions are refused. */
    private static int literalEnd(byte[] b, int from, int to) {
        int at = from + 1;
        int colons = 0;
        while (at < to && (Octets.is(b[at], Octets.HEX) || b[at] == ':' || b[at] == '.')) {
            colons += b[at] == ':' ? 1 : 0;
            at++;
        }
        return at < to && b[at] == ']' && colons >= 2 && colons <= 7 ? at + 1 : -1;
    }

    /** Empty is allowed (RFC 3986 section 3.2.3). */
    private static boolean isPort(byte[] b, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            if (!Octets.isDigit(b[i]) || i - from == 5) {
                return false;
            }
            value = value * 10 + b[i] - '0';
        }
        return value <= 0xffff;
    }
}
