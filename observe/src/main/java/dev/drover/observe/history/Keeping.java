package dev.drover.observe.history;

import java.time.Duration;

/**
 * How much is kept.
 *
 * @param memoryBytes most that samples of each second may take up, deflated
 * @param memoryAge how far they reach back
 * @param diskEvery how far samples on disk are apart
 * @param diskBytes most that they may take up; 0 keeps nothing on disk
 * @param diskAge how far they reach back
 */
public record Keeping(long memoryBytes, Duration memoryAge, Duration diskEvery, long diskBytes, Duration diskAge) {
    public static final Keeping STANDARD =
            new Keeping(24L << 20, Duration.ofHours(1), Duration.ofSeconds(30), 128L << 20, Duration.ofDays(7));

    public Keeping {
        if (memoryBytes < 1 << 20 || diskEvery.compareTo(Duration.ofSeconds(1)) < 0 || diskBytes < 0) {
            throw new IllegalArgumentException("too little to keep");
        }
    }
}
