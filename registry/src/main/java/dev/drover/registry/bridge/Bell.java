package dev.drover.registry.bridge;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Wakes one thread, however often it is rung meanwhile. */
final class Bell {
    private final Semaphore rings = new Semaphore(0);

    void ring() {
        rings.release();
    }

    /** Waits for a ring, and takes all there are. Whether there was one before the time was over. */
    boolean await(Duration atMost) throws InterruptedException {
        boolean rung = rings.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS);
        rings.drainPermits();
        return rung;
    }
}
