package dev.drover.dns.plane;

import java.util.ArrayDeque;
import java.util.Deque;

/** How much something that only grows has grown per second lately; told of once a second. */
final class Pace {
    private static final int KEPT = 10;
    private static final double NANOS = 1e9;

    private final Deque<long[]> seen = new ArrayDeque<>();

    synchronized void at(long nanos, long count) {
        seen.addLast(new long[] {nanos, count});
        if (seen.size() > KEPT + 1) {
            seen.removeFirst();
        }
    }

    /** 0 while nothing is known. */
    synchronized double perSecond() {
        if (seen.size() < 2) {
            return 0;
        }
        long[] first = seen.getFirst();
        long[] last = seen.getLast();
        return (double) (last[1] - first[1]) * NANOS / (double) Math.max(1, last[0] - first[0]);
    }
}
