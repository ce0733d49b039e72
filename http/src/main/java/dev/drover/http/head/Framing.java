package dev.drover.http.head;

import java.nio.charset.StandardCharsets;

/** What {@code Content-Length} and {@code Transfer-Encoding} say of a body (RFC 9112 section 6), read without forgiveness. */
final class Framing {
    private static final byte[] CHUNKED = "chunked".getBytes(StandardCharsets.US_ASCII);
    /** One digit less than would overflow a long. */
    private static final int DIGITS = 18;

    /** -1: there is no such field. */
    long contentLength = -1;

    boolean chunked;

    void clear() {
        contentLength = -1;
        chunked = false;
    }

    Flaw length(byte[] b, int from, int to) {
        if (contentLength >= 0 || from == to || to - from > DIGITS) {
            return Flaw.LENGTH;
        }
        long value = 0;
        for (int i = from; i < to; i++) {
            if (!Octets.isDigit(b[i])) {
                return Flaw.LENGTH;
            }
            value = value * 10 + (b[i] - '0');
        }
        contentLength = value;
        return Flaw.NONE;
    }

    Flaw encoding(byte[] b, int from, int to) {
        if (chunked) {
            return Flaw.ENCODING;
        }
        if (Octets.equalsLower(b, from, to, CHUNKED)) {
            chunked = true;
            return Flaw.NONE;
        }
        return endsWithChunked(b, from, to) ? Flaw.ENCODING_UNKNOWN : Flaw.ENCODING;
    }

    /** A plain list of tokens of which only the last is chunked: well-formed, yet a coding we do not know. */
    private static boolean endsWithChunked(byte[] b, int from, int to) {
        int start = to - CHUNKED.length;
        if (start <= from || !Octets.equalsLower(b, start, to, CHUNKED)) {
            return false;
        }
        int at = start - 1;
        while (at > from && (b[at] == ' ' || b[at] == '\t')) {
            at--;
        }
        if (b[at] != ',' || at == from) {
            return false;
        }
        for (int i = from; i < at; i++) {
            if (!Octets.is(b[i], Octets.TOKEN)) {
                return false;
            }
        }
        return !Octets.equalsLower(b, from, at, CHUNKED);
    }
}
