package dev.drover.testkit.http;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients that each ask one request after the other over kept connections, and count every failure. A connection is opened anew
 * only behind {@code Connection: close} or a failure: a server that closes a kept connection unannounced under a request has failed.
 */
public final class Load implements AutoCloseable {
    private static final int NOTES = 20;

    private final Plan plan;
    private final CountDownLatch ended;
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong failedBeforeHead = new AtomicLong();
    private final AtomicLong failedAfterHead = new AtomicLong();
    private final ConcurrentLinkedQueue<String> notes = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<long[]> latencies = new ConcurrentLinkedQueue<>();
    private volatile boolean stop;
    private volatile boolean leaving;

    /**
     * What is asked.
     *
     * @param pause between two requests of one client; zero is as fast as it goes
     * @param request bytes of one request, whole
     */
    public record Plan(int port, int clients, Duration pause, String request, Duration patience) {
        public static Plan get(int port, String path) {
            return new Plan(
                    port,
                    8,
                    Duration.ZERO,
                    "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n",
                    Duration.ofSeconds(10));
        }

        public Plan clients(int count) {
            return new Plan(port, count, pause, request, patience);
        }

        public Plan pause(Duration between) {
            return new Plan(port, clients, between, request, patience);
        }

        public Plan patience(Duration atMost) {
            return new Plan(port, clients, pause, request, atMost);
        }

        public Load start() {
            return new Load(this);
        }
    }

    /**
     * What came of it.
     *
     * @param answered responses read to their end, with a status below 500
     * @param failedBeforeHead no response head at all, or one of 5xx (made by the gateway in place of the upstream's)
     * @param failedAfterHead the head came, its body did not
     * @param notes the first failures in words
     * @param latencies of answered requests, nanoseconds, ascending
     */
    @SuppressWarnings("ArrayRecordComponent") // read once, never compared
    public record Tally(
            long answered, long failedBeforeHead, long failedAfterHead, List<String> notes, long[] latencies) {
        public long failed() {
            return failedBeforeHead + failedAfterHead;
        }

        /** The latency that the given share of answered requests stayed within, in milliseconds. */
        public double percentile(double share) {
            if (latencies.length == 0) {
                return Double.NaN;
            }
            int at = (int) Math.ceil(share * latencies.length) - 1;
            return latencies[Math.clamp(at, 0, latencies.length - 1)] / 1e6;
        }

        @Override
        public String toString() {
            return "%d answered, %d failed before the head, %d after it, p50 %.2f ms, p99 %.2f ms, max %.2f ms %s"
                    .formatted(
                            answered,
                            failedBeforeHead,
                            failedAfterHead,
                            percentile(0.5),
                            percentile(0.99),
                            percentile(1),
                            notes);
        }
    }

    private Load(Plan plan) {
        this.plan = plan;
        this.ended = new CountDownLatch(plan.clients());
        for (int i = 0; i < plan.clients(); i++) {
            Thread.ofVirtual().start(this::client);
        }
    }

    /** Answered so far. */
    public long answered() {
        return answered.get();
    }

    public long failed() {
        return failedBeforeHead.get() + failedAfterHead.get();
    }

    /** From now on a client whose connection was closed with notice, or that is refused, goes home: the server is draining. */
    public void leave() {
        leaving = true;
    }

    private void client() {
        var own = new Latencies();
        try {
            while (!stop) {
                try (RawClient connection = RawClient.connect(plan.port(), plan.patience())) {
                    if (!use(connection, own) && leaving) {
                        return;
                    }
                } catch (IOException e) {
                    if (leaving) {
                        return;
                    }
                    fail(false, "connecting: " + e);
                    LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
                }
            }
        } finally {
            latencies.add(own.toArray());
            ended.countDown();
        }
    }

    /** False once the server has said that it ends the connection. */
    private boolean use(RawClient connection, Latencies own) {
        while (!stop) {
            long began = System.nanoTime();
            try {
                Optional<Reply> reply = connection.send(plan.request()).reply();
                if (reply.isEmpty()) {
                    fail(false, "closed without an answer");
                    return true;
                }
                if (reply.get().status() >= 500) {
                    fail(false, reply.get().statusLine() + " " + reply.get().text());
                } else {
                    own.add(System.nanoTime() - began);
                    answered.incrementAndGet();
                }
                if (reply.get().closes()) {
                    return false;
                }
            } catch (Reply.Cut e) {
                fail(e.headSeen(), e + " " + e.getCause());
                return true;
            } catch (IOException e) {
                fail(false, String.valueOf(e));
                return true;
            }
            if (plan.pause().isPositive()) {
                LockSupport.parkNanos(plan.pause().toNanos());
            }
        }
        return true;
    }

    private void fail(boolean headSeen, String note) {
        (headSeen ? failedAfterHead : failedBeforeHead).incrementAndGet();
        if (notes.size() < NOTES) {
            notes.add(note);
        }
    }

    /** Lets every client finish the request it is at, and sums up. */
    public Tally finish() {
        stop = true;
        return await(plan.patience().plusSeconds(5));
    }

    /** Waits until every client has gone home by itself (see {@link #leave}), and sums up. */
    public Tally await(Duration atMost) {
        try {
            if (!ended.await(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError(ended.getCount() + " clients still wait for an answer: stuck requests");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        long[] all = latencies.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        return new Tally(answered.get(), failedBeforeHead.get(), failedAfterHead.get(), new ArrayList<>(notes), all);
    }

    @Override
    public void close() {
        stop = true;
    }

    private static final class Latencies {
        private long[] nanos = new long[1024];
        private int count;

        void add(long value) {
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, 2 * count);
            }
            nanos[count++] = value;
        }

        long[] toArray() {
            return Arrays.copyOf(nanos, count);
        }
    }
}
