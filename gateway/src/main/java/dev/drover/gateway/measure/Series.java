package dev.drover.gateway.measure;

import dev.drover.gateway.stage.Timeline;

/** What one event loop counted of the requests of one route at one service. Written by that loop, read by any. */
final class Series {
    /** Upper bounds of the histogram in nanoseconds, Prometheus's usual ones; the last bucket has none. */
    static final long[] BOUNDS = {
        1_000_000L,
        2_500_000L,
        5_000_000L,
        10_000_000L,
        25_000_000L,
        50_000_000L,
        100_000_000L,
        250_000_000L,
        500_000_000L,
        1_000_000_000L,
        2_500_000_000L,
        5_000_000_000L,
        10_000_000_000L
    };

    /** By status class; 0 for requests that got no answer. */
    private final Count[] byClass = counts(6);

    private final Count[] buckets = counts(BOUNDS.length + 1);
    private final Count[] spent = counts(Timeline.State.values().length);
    private final Count nanos = new Count();
    private final Count received = new Count();
    private final Count sent = new Count();

    private static Count[] counts(int size) {
        var counts = new Count[size];
        for (int i = 0; i < size; i++) {
            counts[i] = new Count();
        }
        return counts;
    }

    void add(int status, long tookNanos, long bytesIn, long bytesOut) {
        byClass[status >= 100 && status < 600 ? status / 100 : 0].add(1);
        int bucket = 0;
        while (bucket < BOUNDS.length && tookNanos > BOUNDS[bucket]) {
            bucket++;
        }
        buckets[bucket].add(1);
        nanos.add(tookNanos);
        received.add(bytesIn);
        sent.add(bytesOut);
    }

    /** Part of the time of a request that was added. */
    void spent(Timeline.State state, long nanosThere) {
        spent[state.index()].add(nanosThere);
    }

    long nanosIn(Timeline.State state) {
        return spent[state.index()].get();
    }

    long requests() {
        long all = 0;
        for (Count one : byClass) {
            all += one.get();
        }
        return all;
    }

    long ofClass(int statusClass) {
        return byClass[statusClass].get();
    }

    long bucket(int index) {
        return buckets[index].get();
    }

    long nanos() {
        return nanos.get();
    }

    long received() {
        return received.get();
    }

    long sent() {
        return sent.get();
    }
}
