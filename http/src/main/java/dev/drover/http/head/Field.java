package dev.drover.http.head;

import java.nio.charset.StandardCharsets;

/** The fields that a gateway itself must understand; every other one is carried along unread. */
public enum Field {
    OTHER(""),
    /** Named in {@code Connection}, so meant for the next hop only (RFC 9110 section 7.6.1). */
    HOP(""),
    HOST("host"),
    CONNECTION("connection"),
    CONTENT_LENGTH("content-length"),
    TRANSFER_ENCODING("transfer-encoding"),
    EXPECT("expect"),
    UPGRADE("upgrade"),
    TE("te"),
    KEEP_ALIVE("keep-alive"),
    PROXY_CONNECTION("proxy-connection"),
    HTTP2_SETTINGS("http2-settings"),
    X_FORWARDED_FOR("x-forwarded-for"),
    X_FORWARDED_PROTO("x-forwarded-proto"),
    X_FORWARDED_HOST("x-forwarded-host"),
    FORWARDED("forwarded"),
    VIA("via"),
    DATE("date"),
    MAX_FORWARDS("max-forwards"),
    TRACEPARENT("traceparent"),
    X_REQUEST_ID("x-request-id"),
    SERVER_TIMING("server-timing");

    private static final Field[][] BY_LENGTH = new Field[32][];

    private final byte[] lower;

    Field(String lower) {
        this.lower = lower.getBytes(StandardCharsets.US_ASCII);
    }

    static {
        for (int length = 0; length < BY_LENGTH.length; length++) {
            int wanted = length;
            BY_LENGTH[length] = java.util.Arrays.stream(values())
                    .filter(f -> f.lower.length == wanted && wanted > 0)
                    .toArray(Field[]::new);
        }
    }

    static Field of(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length < BY_LENGTH.length) {
            for (Field candidate : BY_LENGTH[length]) {
                if (Octets.equalsLower(bytes, from, to, candidate.lower)) {
                    return candidate;
                }
            }
        }
        return OTHER;
    }
}
