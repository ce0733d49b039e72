package dev.drover.gateway.log;

import dev.drover.plane.Tail;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Those who watch requests as they end. Each has a queue of its own, so that a slow one loses lines and holds up nobody. */
final class TailHub implements Tail {
    private static final int QUEUED = 1024;

    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();

    @Override
    public Watch open(Filter filter) {
        var watcher = new Watcher(filter);
        watchers.add(watcher);
        return watcher;
    }

    boolean isWatched() {
        return !watchers.isEmpty();
    }

    void offer(Line line) {
        for (Watcher watcher : watchers) {
            watcher.offer(line);
        }
    }

    /** One watcher. */
    private final class Watcher implements Watch {
        private final Filter filter;
        private final BlockingQueue<Line> queue = new ArrayBlockingQueue<>(QUEUED);
        private final AtomicLong dropped = new AtomicLong();

        Watcher(Filter filter) {
            this.filter = filter;
        }

        void offer(Line line) {
            if (filter.takes(line) && !queue.offer(line)) {
                dropped.incrementAndGet();
            }
        }

        @Override
        public Optional<Line> next(Duration longest) throws InterruptedException {
            return Optional.ofNullable(queue.poll(longest.toNanos(), TimeUnit.NANOSECONDS));
        }

        @Override
        public long dropped() {
            return dropped.get();
        }

        @Override
        public void close() {
            watchers.remove(this);
        }
    }
}
