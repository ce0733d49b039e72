package dev.drover.policy.balance;

import dev.drover.board.Instance;
import java.time.Duration;
import java.util.List;

/**
 * The growing share of instances that came up lately: from a tenth of the weight to all of it, linearly over the service's
 * {@code slow-start}, so that a cold instance warms up on little traffic.
 */
final class SlowStart {
    /** Never nothing: an instance without traffic does not warm up. */
    private static final double LEAST = 0.1;

    private final long[] since;
    private final double millis;
    private final long over;

    SlowStart(List<Instance> instances, Duration time) {
        this.since = new long[instances.size()];
        this.millis = time.toMillis();
        long last = Long.MIN_VALUE;
        for (int i = 0; i < since.length; i++) {
            Instance instance = instances.get(i);
            boolean ramps = millis > 0 && instance.measured().isUp();
            since[i] = ramps ? instance.measured().since().toEpochMilli() : Long.MIN_VALUE;
            last = Math.max(last, since[i]);
        }
        this.over = last == Long.MIN_VALUE ? last : last + time.toMillis();
    }

    /** Every instance has its full weight. */
    boolean isOver(long nowMillis) {
        return nowMillis >= over;
    }

    /** Part of its weight that an instance has now, above 0 and at most 1. */
    double share(int index, long nowMillis) {
        if (nowMillis >= over || since[index] == Long.MIN_VALUE) {
            return 1;
        }
        return Math.clamp((nowMillis - since[index]) / millis, LEAST, 1);
    }
}
