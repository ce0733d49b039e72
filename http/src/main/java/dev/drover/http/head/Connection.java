package dev.drover.http.head;

import java.nio.charset.StandardCharsets;

/** What the {@code Connection} fields of a head say (RFC 9110 section 7.6.1). */
final class Connection {
    /** More than anyone needs; few enough that marking costs nothing. */
    private static final int OPTIONS = 16;

    private static final byte[] CLOSE = "close".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] KEEP_ALIVE = "keep-alive".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] UPGRADE = "upgrade".getBytes(StandardCharsets.US_ASCII);

    boolean close;
    boolean keepAlive;
    boolean upgrade;
    private int named;
    private final int[] options = new int[2 * OPTIONS];

    void clear() {
        close = false;
        keepAlive = false;
        upgrade = false;
        named = 0;
    }

    /** False: not a list of tokens, or a longer one than allowed. */
    boolean parse(byte[] b, int from, int to) {
        int at = from;
        while (at < to) {
            int start = at;
            while (at < to && Octets.is(b[at], Octets.TOKEN)) {
                at++;
            }
            if (at > start && !option(b, start, at)) {
                return false;
            }
            while (at < to && (b[at] == ' ' || b[at] == '\t')) {
                at++;
            }
            if (at < to && b[at++] != ',') {
                return false;
            }
            while (at < to && (b[at] == ' ' || b[at] == '\t')) {
                at++;
            }
        }
        return true;
    }

    private boolean option(byte[] b, int from, int to) {
        if (Octets.equalsLower(b, from, to, KEEP_ALIVE)) {
            keepAlive = true;
        } else if (Octets.equalsLower(b, from, to, CLOSE)) {
            close = true;
        } else if (Octets.equalsLower(b, from, to, UPGRADE)) {
            upgrade = true;
        } else if (named == OPTIONS) {
            return false;
        } else {
            options[2 * named] = from;
            options[2 * named++ + 1] = to;
        }
        return true;
    }

    /** Marks the fields that were named as meant for this hop; those that frame or route the message keep their kind. */
    void markNamed(Head head) {
        byte[] b = head.bytes;
        for (int o = 0; o < named; o++) {
            for (int i = 0; i < head.fields(); i++) {
                boolean same = Octets.equalsIgnoreCase(
                        b, head.nameStart(i), head.nameEnd(i), b, options[2 * o], options[2 * o + 1]);
                if (same && isOrdinary(head.kind(i))) {
                    head.mark(i, Field.HOP);
                }
            }
        }
    }

    private static boolean isOrdinary(Field kind) {
        return switch (kind) {
            case OTHER, HOP, VIA, DATE, MAX_FORWARDS, TRACEPARENT, X_REQUEST_ID, SERVER_TIMING -> true;
            case X_FORWARDED_FOR, X_FORWARDED_PROTO, X_FORWARDED_HOST, FORWARDED -> true;
            case HOST, CONNECTION, CONTENT_LENGTH, TRANSFER_ENCODING, EXPECT, UPGRADE, TE -> false;
            case KEEP_ALIVE, PROXY_CONNECTION, HTTP2_SETTINGS -> false;
        };
    }
}
