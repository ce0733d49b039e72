package dev.drover.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** Clients that each hold a blocking query for the health of one service, and ask again as soon as it is answered. */
final class Watchers implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 20;

    private final List<Wire> wires = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    private final AtomicInteger asking = new AtomicInteger();
    private volatile boolean closed;

    /** An answer that came since something changed, and when all of it was read. */
    private record Arrival(String service, long nanos, String body) {}

    /** Holds a query for each of so many services. */
    static Watchers hold(Wire.Door door, int count, IntFunction<String> service) throws IOException {
        var watchers = new Watchers();
        try {
            for (int i = 0; i < count; i++) {
                watchers.add(new Wire(door), service.apply(i));
            }
        } catch (IOException e) {
            watchers.close();
            throw e;
        }
        return watchers;
    }

    private void add(Wire wire, String service) throws IOException {
        wires.add(wire);
        String target = "/v1/health/service/" + service;
        long first = wire.get(target).index();
        threads.add(Thread.startVirtualThread(() -> watch(wire, service, target, first)));
    }

    private void watch(Wire wire, String service, String target, long first) {
        long index = first;
        try {
            while (!closed) {
                asking.incrementAndGet();
                var told = wire.get(target + "?wait=10m&index=" + index);
                asking.decrementAndGet();
                if (told.index() != index) {
                    arrivals.add(new Arrival(service, System.nanoTime(), told.body()));
                    index = told.index();
                }
            }
        } catch (IOException e) {
            if (!closed) {
                Bench.say("the query for " + service + " failed: " + e.getMessage());
            }
        }
    }

    /** How many wait for an answer now. */
    int waiting() {
        return asking.get();
    }

    /** When whoever watches the service had read an answer with that text in it. */
    long awaitNanos(String service, String text) throws IOException, InterruptedException {
        while (true) {
            Arrival arrival = arrivals.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (arrival == null) {
                throw new IOException("nobody was told of " + text + " within " + PATIENCE_SECONDS + " s");
            }
            if (arrival.service.equals(service) && arrival.body.contains(text)) {
                return arrival.nanos;
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            for (Wire wire : wires) {
                wire.close();
            }
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
