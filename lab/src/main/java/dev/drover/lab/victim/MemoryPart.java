package dev.drover.lab.victim;

import java.util.Arrays;
import java.util.SplittableRandom;

/** What each request does in memory: looks at places all over what the service keeps, as a cache does. */
final class MemoryPart {
    private static final int PLACES = 600;

    private final ThreadLocal<SplittableRandom> random = ThreadLocal.withInitial(
            () -> new SplittableRandom(Thread.currentThread().threadId()));
    private final byte[] kept;

    /** Keeps so much; 0 is nothing to look at. */
    MemoryPart(int mebibytes) {
        kept = new byte[mebibytes << 20];
        Arrays.fill(kept, (byte) 1);
    }

    /** A number that depends on all that was looked at. */
    int use() {
        int sum = 0;
        for (int i = 0; i < PLACES && kept.length > 0; i++) {
            sum += kept[random.get().nextInt(kept.length)];
        }
        return sum;
    }
}
