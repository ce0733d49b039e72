package dev.drover.policy.outlier;

import java.util.Arrays;

/** Successes and failures of the last while, in ten buckets: what leaves does so a tenth of the window late at most. */
final class RateWindow {
    private static final int BUCKETS = 10;

    private final long[] successes = new long[BUCKETS];
    private final long[] failures = new long[BUCKETS];
    private long width;
    private long bucket = Long.MIN_VALUE;

    RateWindow(long nanos) {
        this.width = Math.max(1, nanos / BUCKETS);
    }

    /** Another length forgets what was counted. */
    void resize(long nanos) {
        long wanted = Math.max(1, nanos / BUCKETS);
        if (wanted != width) {
            width = wanted;
            clear();
        }
    }

    void add(long passed, long failed, long now) {
        int at = roll(now);
        successes[at] += passed;
        failures[at] += failed;
    }

    long successes(long now) {
        if (isEmpty()) {
            return 0;
        }
        roll(now);
        return Arrays.stream(successes).sum();
    }

    long failures(long now) {
        if (isEmpty()) {
            return 0;
        }
        roll(now);
        return Arrays.stream(failures).sum();
    }

    void clear() {
        Arrays.fill(successes, 0);
        Arrays.fill(failures, 0);
        bucket = Long.MIN_VALUE;
    }

    /** Nothing was ever counted, or it was forgotten. */
    boolean isEmpty() {
        return bucket == Long.MIN_VALUE;
    }

    private int roll(long now) {
        long at = Math.floorDiv(now, width);
        if (bucket == Long.MIN_VALUE || at - bucket >= BUCKETS) {
            Arrays.fill(successes, 0);
            Arrays.fill(failures, 0);
            bucket = at;
        }
        while (bucket < at) {
            int oldest = Math.floorMod(++bucket, BUCKETS);
            successes[oldest] = 0;
            failures[oldest] = 0;
        }
        return Math.floorMod(bucket, BUCKETS);
    }
}
