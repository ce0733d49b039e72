package dev.drover.http.serve;

import java.time.Duration;

/**
 * What clients may take.
 *
 * @param idle how long one may take from one whole request to the next, and for the first one
 * @param connections at the same time
 * @param perClient of those, by address; of IPv6 by /64
 * @param streams of one connection at the same time, by HTTP/2
 * @param line bytes of the target of a request
 * @param body bytes that a request may have
 */
public record HttpsLimits(Duration idle, int connections, int perClient, int streams, int line, int body) {
    /** Bytes of all fields of a request. */
    static final int FIELDS = 8 << 10;

    public HttpsLimits {
        if (!idle.isPositive() || connections < 1 || perClient < 1 || streams < 1 || line < 1 || body < 1) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }
}
