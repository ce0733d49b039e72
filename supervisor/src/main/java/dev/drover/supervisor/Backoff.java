package dev.drover.supervisor;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long a process that failed is left alone: doubling from {@code first} to {@code longest}, spread by a fifth to either
 * side so that what fell together does not rise together.
 *
 * @param stable a process that was up this long has not failed when it ends: the count begins anew
 * @param loop so many failures in a row are called a crash loop
 */
record Backoff(Duration first, Duration longest, Duration stable, int loop, RandomGenerator random) {
    static Backoff standard(RandomGenerator random) {
        return new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30), Duration.ofSeconds(30), 5, random);
    }

    /** Nanoseconds to wait after this many failures in a row, the first being 1. */
    long nanos(int failures) {
        long doubled = first.toNanos() << Math.min(failures - 1, 20);
        double spread = 0.8 + 0.4 * random.nextDouble();
        return Math.min((long) (Math.min(doubled, longest.toNanos()) * spread), longest.toNanos());
    }

    boolean isLoop(int failures) {
        return failures >= loop;
    }
}
