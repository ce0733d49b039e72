package dev.drover.gateway.exchange;

import dev.drover.gateway.guard.Guards;

/**
 * How fast a request body comes, against the slowest allowed: a client that sends a byte now and then would else hold an upstream
 * for as long as it likes. Time in which nobody wanted to read does not count.
 */
final class Rate {
    private final long grace;
    private final long bytesPerSecond;
    private long countsFrom;
    private long bytesBefore;

    Rate(Guards guards) {
        this.grace = guards.rateGrace().toNanos();
        this.bytesPerSecond = guards.rate();
    }

    /** Reading begins, or begins again: measuring, too. */
    void start(long now, long bytes) {
        countsFrom = now + grace;
        bytesBefore = bytes;
    }

    boolean isTooLow(long now, long bytes) {
        long counted = now - countsFrom;
        return counted > 0 && (bytes - bytesBefore) * 1_000_000_000L / counted < bytesPerSecond;
    }
}
