package dev.drover.plane;

import java.time.Duration;

/** A moment on the ticker after which waiting ends. */
public record Deadline(Ticker ticker, long atNanos) {
    public static Deadline after(Ticker ticker, Duration time) {
        return new Deadline(ticker, ticker.nanos() + time.toNanos());
    }

    /** Time left, never negative. */
    public Duration left() {
        return Duration.ofNanos(Math.max(0, atNanos - ticker.nanos()));
    }

    public boolean passed() {
        return atNanos - ticker.nanos() <= 0;
    }
}
