package dev.drover.policy.retry;

/**
 * Retries as a share of the requests of the last ten seconds, so that an upstream in trouble gets at most that much more work
 * (Finagle's {@code RetryBudget} and Linkerd's are the models). Some retries per second are always allowed, so that a quiet
 * service can retry at all.
 *
 * <p>Belongs to one event loop: each loop has its own budget and its part of what is always allowed.
 */
public final class RetryBudget {
    /** Over all loops of a node. */
    public static final int ALWAYS_PER_SECOND = 10;

    private static final int SECONDS = 10;
    private static final long NANOS = 1_000_000_000L;

    private final int percent;
    private final int always;
    private final int[] requests = new int[SECONDS];
    private final int[] retries = new int[SECONDS];
    private int requestSum;
    private int retrySum;
    private long second = Long.MIN_VALUE;

    /**
     * @param percent share, 0 to 100
     * @param loops event loops that each have such a budget
     */
    public RetryBudget(int percent, int loops) {
        this.percent = percent;
        this.always = Math.ceilDiv(ALWAYS_PER_SECOND, loops);
    }

    /** A request began; its retries do not count here. */
    public void request(long nowNanos) {
        requests[bucket(nowNanos)]++;
        requestSum++;
    }

    /** Takes one retry out of the budget; false if it is used up. */
    public boolean take(long nowNanos) {
        int now = bucket(nowNanos);
        if (retries[now] >= always && (long) (retrySum + 1) * 100 > (long) requestSum * percent) {
            return false;
        }
        retries[now]++;
        retrySum++;
        return true;
    }

    private int bucket(long nowNanos) {
        long at = Math.floorDiv(nowNanos, NANOS);
        if (second == Long.MIN_VALUE || at - second >= SECONDS) {
            java.util.Arrays.fill(requests, 0);
            java.util.Arrays.fill(retries, 0);
            requestSum = 0;
            retrySum = 0;
            second = at;
        }
        while (second < at) {
            second++;
            int oldest = Math.floorMod(second, SECONDS);
            requestSum -= requests[oldest];
            retrySum -= retries[oldest];
            requests[oldest] = 0;
            retries[oldest] = 0;
        }
        return Math.floorMod(second, SECONDS);
    }
}
