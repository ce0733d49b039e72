package dev.drover.health.address;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One name kept resolved, on a virtual thread of its own, until closed. A failure changes nothing: the last good addresses stay,
 * and the name is asked for again soon.
 */
final class Resolution implements AutoCloseable {
    /** Told on the thread of the resolution. */
    interface Listener {
        void changed(String name);

        /** Once when answers begin to fail, not every time. */
        void failing(String name, String why, List<InetAddress> kept);

        void recovered(String name);
    }

    /** A TTL of 0 would be a busy loop. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

    private final String name;
    private final Names names;
    private final Listener listener;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Answer good = Answer.unknown();
    private @Nullable String failure;

    Resolution(String name, Names names, Listener listener) {
        this.name = name;
        this.names = names;
        this.listener = listener;
    }

    void start() {
        Thread.ofVirtual().name("resolve " + name).start(this::run);
    }

    /** The last good ones; none before the first answer. */
    List<InetAddress> addresses() {
        return good.addresses();
    }

    private void run() {
        try {
            while (!closed.await(step().toMillis(), TimeUnit.MILLISECONDS)) {
                // once more
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration step() {
        Answer answer = ask();
        String why = answer.failure();
        if (closed.getCount() == 0) {
            return Duration.ZERO;
        }
        Answer merged = answer.orElse(good);
        if (!merged.addresses().isEmpty()) {
            take(merged);
        }
        if (why.isEmpty()) {
            recover();
            return answer.ttl().compareTo(SHORTEST) < 0 ? SHORTEST : answer.ttl();
        }
        fail(why);
        return AFTER_FAILURE;
    }

    /** A defect below must not end the resolution of a name for good. */
    private Answer ask() {
        try {
            return names.resolve(name);
        } catch (RuntimeException e) {
            var failed = new Answer.Part.Failed("resolver: " + e);
            return new Answer(failed, failed, Duration.ZERO);
        }
    }

    private void take(Answer merged) {
        boolean differs = !merged.addresses().equals(good.addresses());
        good = merged;
        if (differs) {
            listener.changed(name);
        }
    }

    private void fail(String why) {
        if (failure == null) {
            listener.failing(name, why, good.addresses());
        }
        failure = why;
    }

    private void recover() {
        if (failure != null) {
            listener.recovered(name);
        }
        failure = null;
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
