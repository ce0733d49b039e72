package dev.drover.gateway.log;

import dev.drover.plane.Tail;
import dev.drover.plane.Ticker;
import dev.drover.plane.lines.LineLog;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * The access log of a node: a ring for each event loop and one thread that drains them.
 *
 * <p>If lines cannot be written this is said once, the lines are dropped and counted, and it is said once more when they can.
 */
public final class AccessLog implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger("dev.drover.gateway.log");

    /** Few wake-ups on a quiet node: each costs more than many lines. A ring that fills faster wakes the thread itself. */
    private static final long WAIT_NANOS = Duration.ofSeconds(1).toNanos();

    /** While somebody watches. */
    private static final long WATCHED_NANOS = Duration.ofMillis(100).toNanos();

    private static final int RING = 1 << 20;
    private static final int BATCH = 256 << 10;

    private final List<LoopLog> loops;
    private final TailHub tail = new TailHub();
    private final LineForm form;
    private final LineLog lines;
    private final boolean isOff;
    private final Thread thread;
    private final LineBuffer buffer = new LineBuffer();
    private final LogEntry entry = new LogEntry();
    private volatile boolean closed;
    private long buffered;

    private AccessLog(LogSettings settings, int loops, Ticker ticker) {
        this.form = LineForm.of(settings.form());
        this.lines = new LineLog(
                LOGGER, "access log", "requests are served", settings.sink().open(ticker), ticker);
        this.isOff = settings.sink() instanceof LogSettings.Sink.Off;
        this.thread = Thread.ofPlatform().name("access-log").daemon().unstarted(this::run);
        this.loops = IntStream.range(0, loops)
                .mapToObj(i -> new LoopLog(new LogRing(RING), this::wake))
                .toList();
    }

    public static AccessLog start(LogSettings settings, int loops, Ticker ticker) {
        var log = new AccessLog(settings, loops, ticker);
        log.thread.start();
        return log;
    }

    /** The end for the event loop of that index. */
    public LoopLog loop(int index) {
        return loops.get(index);
    }

    /** Requests as they end, for watchers. */
    public Tail tail() {
        return tail;
    }

    /** Lines that were made and could not be written, and requests that found a ring full. */
    public long lost() {
        return lines.lost() + loops.stream().mapToLong(LoopLog::dropped).sum();
    }

    public long written() {
        return lines.written();
    }

    private void wake() {
        LockSupport.unpark(thread);
    }

    private void run() {
        while (!closed) {
            if (drain() == 0) {
                LockSupport.parkNanos(this, tail.isWatched() ? WATCHED_NANOS : WAIT_NANOS);
            }
        }
        drain();
        lines.close();
    }

    private int drain() {
        int entries = 0;
        for (LoopLog loop : loops) {
            entries += loop.ring().drain(this::take);
        }
        flush();
        return entries;
    }

    private void take(byte[] bytes, int offset) {
        entry.at(bytes, offset);
        if (tail.isWatched()) {
            tail.offer(entry.line());
        }
        if (isOff) {
            return;
        }
        form.append(entry, buffer);
        buffered++;
        if (buffer.length() >= BATCH) {
            flush();
        }
    }

    private void flush() {
        if (buffered > 0) {
            lines.write(buffer.view(), buffered);
            buffered = 0;
            buffer.clear();
        }
    }

    /** Writes what is there and ends the thread. */
    @Override
    public void close() {
        closed = true;
        wake();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
