package dev.drover.gateway.service;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The most requests that are in flight to one service from this node, and the queue before it. Shared by all event loops; a place
 * that becomes free goes to whoever waits longest, on whichever loop that is.
 */
final class ConcurrencyCap {
    /** Stands for no cap. */
    static final int NONE = Integer.MAX_VALUE;

    private final AtomicInteger inUse = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
    private final Queue<Waiter> queue = new ConcurrentLinkedQueue<>();
    private volatile int limit = NONE;
    private volatile int longest;

    /** Sets the cap and the longest queue; takes effect for the next request, and lets waiting ones in if it grew. */
    void limit(int most, int queued) {
        limit = most;
        longest = queued;
        handOver();
    }

    boolean isOff() {
        return limit == NONE;
    }

    /** Takes a place at once, unless others wait already. */
    boolean enter() {
        return waiting.get() == 0 && take();
    }

    private boolean take() {
        int now = inUse.get();
        while (now < limit) {
            if (inUse.compareAndSet(now, now + 1)) {
                return true;
            }
            now = inUse.get();
        }
        return false;
    }

    /** Queues; false if the queue is full. The waiter is told on its own loop. */
    boolean queue(Waiter waiter) {
        if (waiting.incrementAndGet() > longest) {
            waiting.decrementAndGet();
            return false;
        }
        queue.add(waiter);
        handOver();
        return true;
    }

    /** Gives a place back. */
    void leave() {
        inUse.decrementAndGet();
        if (waiting.get() > 0) {
            handOver();
        }
    }

    /** The waiter gave up; it stays in the queue until its turn, yet is no longer counted. */
    void abandoned() {
        waiting.decrementAndGet();
    }

    private void handOver() {
        while (!queue.isEmpty() && take()) {
            Waiter next = grant();
            if (next == null) {
                // One may queue between the last look and the place given back: the loop looks again.
                inUse.decrementAndGet();
            } else {
                next.granted();
            }
        }
    }

    private @Nullable Waiter grant() {
        Waiter next = queue.poll();
        while (next != null && !next.claim()) {
            next = queue.poll();
        }
        if (next != null) {
            waiting.decrementAndGet();
        }
        return next;
    }

    int inUse() {
        return inUse.get();
    }

    int waiting() {
        return waiting.get();
    }
}
