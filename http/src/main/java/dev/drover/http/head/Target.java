package dev.drover.http.head;

/**
 * The target of a request (RFC 9112 section 3.2): where authority, path and query lie in the bytes.
 *
 * <p>A path with dot segments is refused, because whoever resolves them later sees another path than the one that was routed.
 * The same holds for encoded ones, for those that an encoded slash or backslash or a path parameter would make
 * ({@code /a/..%2fb}, {@code /..;/}), and for an encoded NUL.
 */
final class Target {
    /** RFC 9112 sections 3.2.1, 3.2.2 and 3.2.4. */
    enum Form {
        ORIGIN,
        ABSOLUTE,
        ASTERISK
    }

    private static final byte[] HTTP = {'h', 't', 't', 'p', ':', '/', '/'};
    private static final byte[] HTTPS = {'h', 't', 't', 'p', 's', ':', '/', '/'};

    Form form = Form.ORIGIN;
    int authorityStart;
    /** 0: the target names no authority. */
    int authorityEnd;

    int pathStart;
    int pathEnd;
    /** Behind the question mark; -1 if there is none. */
    int queryStart;

    int queryEnd;

    /** {@code options}: the method is OPTIONS, which alone may ask for {@code *}. */
    Flaw parse(byte[] b, int from, int to, boolean options) {
        authorityStart = 0;
        authorityEnd = 0;
        byte first = b[from];
        if (first == '/') {
            form = Form.ORIGIN;
            return pathAndQuery(b, from, to);
        }
        if (first == '*' && to == from + 1 && options) {
            asterisk(from, to);
            return Flaw.NONE;
        }
        return absolute(b, from, to, options);
    }

    private void asterisk(int from, int to) {
        form = Form.ASTERISK;
        pathStart = from;
        pathEnd = to;
        queryStart = -1;
        queryEnd = to;
    }

    private Flaw absolute(byte[] b, int from, int to, boolean options) {
        form = Form.ABSOLUTE;
        if (to - from > 7 && Octets.equalsLower(b, from, from + 7, HTTP)) {
            authorityStart = from + 7;
        } else if (to - from > 8 && Octets.equalsLower(b, from, from + 8, HTTPS)) {
            authorityStart = from + 8;
        } else {
            return Flaw.TARGET;
        }
        int at = authorityStart;
        while (at < to && b[at] != '/' && b[at] != '?') {
            at++;
        }
        authorityEnd = at;
        if (Authority.hostEnd(b, authorityStart, authorityEnd) <= authorityStart) {
            return Flaw.HOST;
        }
        if (at == to && options) {
            asterisk(to, to);
            return Flaw.NONE;
        }
        return pathAndQuery(b, at, to);
    }

    private Flaw pathAndQuery(byte[] b, int from, int to) {
        int seen = 0;
        int at = from;
        while (at < to && b[at] != '?') {
            int classes = Octets.classes(b[at]);
            if ((classes & Octets.PATH) == 0) {
                return Flaw.TARGET;
            }
            seen |= classes;
            at++;
        }
        pathStart = from;
        pathEnd = at;
        queryStart = at < to ? at + 1 : -1;
        queryEnd = to;
        boolean percents = (seen & Octets.SUSPECT) != 0;
        for (at++; at < to; at++) {
            int classes = Octets.classes(b[at]);
            if ((classes & Octets.QUERY) == 0) {
                return Flaw.TARGET;
            }
            percents |= b[at] == '%';
        }
        if (percents && !percentsAreComplete(b, from, to)) {
            return Flaw.TARGET;
        }
        return (seen & Octets.SUSPECT) == 0 ? Flaw.NONE : segments(b);
    }

    private static boolean percentsAreComplete(byte[] b, int from, int to) {
        for (int i = from; i < to; i++) {
            if (b[i] == '%' && (i + 2 >= to || !Octets.is(b[i + 1], Octets.HEX) || !Octets.is(b[i + 2], Octets.HEX))) {
                return false;
            }
        }
        return true;
    }

    /** Walks the path once, decoding, and counts the dots of each segment up to its parameters. */
    private Flaw segments(byte[] b) {
        int dots = 0;
        boolean other = false;
        boolean parameters = false;
        for (int at = pathStart; at < pathEnd; at++) {
            int octet = b[at];
            if (octet == '%') {
                octet = Octets.hex(b[at + 1]) << 4 | Octets.hex(b[at + 2]);
                at += 2;
            }
            if (octet == 0) {
                return Flaw.TARGET;
            }
            if (octet == '/' || octet == '\\') {
                if (isDotSegment(dots, other)) {
                    return Flaw.DOT_SEGMENT;
                }
                dots = 0;
                other = false;
                parameters = false;
            } else if (octet == ';') {
                parameters = true;
            } else if (!parameters && octet == '.') {
                dots++;
            } else if (!parameters) {
                other = true;
            }
        }
        return isDotSegment(dots, other) ? Flaw.DOT_SEGMENT : Flaw.NONE;
    }

    private static boolean isDotSegment(int dots, boolean other) {
        return !other && (dots == 1 || dots == 2);
    }
}
