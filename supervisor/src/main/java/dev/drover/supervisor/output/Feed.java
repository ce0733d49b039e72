package dev.drover.supervisor.output;

import dev.drover.plane.Processes.Line;
import dev.drover.plane.Processes.Tail;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Lines on their way to one reader; what it does not take in time is left out and counted. */
final class Feed implements Tail, Consumer<Line> {
    private static final int WAITING = 10_000;

    private final BlockingQueue<Line> lines = new ArrayBlockingQueue<>(WAITING);
    private final AtomicLong missed = new AtomicLong();
    private final Consumer<Feed> onClose;

    Feed(Consumer<Feed> onClose) {
        this.onClose = onClose;
    }

    @Override
    public void accept(Line line) {
        if (!lines.offer(line)) {
            missed.incrementAndGet();
        }
    }

    @Override
    public @Nullable Line next(Duration wait) throws InterruptedException {
        return lines.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public long missed() {
        return missed.get();
    }

    @Override
    public void close() {
        onClose.accept(this);
    }
}
