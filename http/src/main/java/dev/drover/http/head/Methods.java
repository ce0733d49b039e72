package dev.drover.http.head;

import java.nio.charset.StandardCharsets;

/** The registered methods as constants, so that a request's method costs no allocation. */
final class Methods {
    private static final String[] KNOWN = {
        "GET", "POST", "PUT", "DELETE", "HEAD", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PRI", "QUERY"
    };
    private static final byte[][] BYTES = bytes();

    private Methods() {}

    private static byte[][] bytes() {
        byte[][] all = new byte[KNOWN.length][];
        for (int i = 0; i < KNOWN.length; i++) {
            all[i] = KNOWN[i].getBytes(StandardCharsets.US_ASCII);
        }
        return all;
    }

    /** Methods compare with case (RFC 9110 section 9.1). */
    static String of(byte[] b, int from, int to) {
        for (int i = 0; i < BYTES.length; i++) {
            if (java.util.Arrays.equals(BYTES[i], 0, BYTES[i].length, b, from, to)) {
                return KNOWN[i];
            }
        }
        return new String(b, from, to - from, StandardCharsets.US_ASCII);
    }
}
