package dev.drover.registry.time;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long a blocking query waits at most (developer.hashicorp.com/consul/api-docs/features/blocking): what was asked for, at most
 * ten minutes, five where nothing was asked for; and up to a sixteenth more, at random, so that those who came together do not
 * all come back together.
 */
public final class Wait {
    public static final Duration LONGEST = Duration.ofMinutes(10);
    public static final Duration DEFAULT = Duration.ofMinutes(5);

    private static final int JITTER_PART = 16;

    private Wait() {}

    /**
     * The time to wait for one query.
     *
     * @param asked zero or less where the query says nothing
     */
    public static Duration atMost(Duration asked, RandomGenerator random) {
        Duration wait = asked.compareTo(LONGEST) > 0 ? LONGEST : asked.isPositive() ? asked : DEFAULT;
        long jitter = wait.toNanos() / JITTER_PART;
        return jitter == 0 ? wait : wait.plusNanos(random.nextLong(jitter));
    }
}
