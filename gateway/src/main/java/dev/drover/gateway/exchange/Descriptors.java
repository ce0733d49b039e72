package dev.drover.gateway.exchange;

import dev.drover.plane.Ticker;
import java.io.File;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Watches how many files and sockets the process has open. Near the limit accepting pauses, so that upstream connections, logs and
 * the admin API still get theirs; who wants to connect waits in the kernel's backlog meanwhile.
 */
final class Descriptors implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Descriptors.class.getName());
    private static final Duration EVERY = Duration.ofMillis(500);
    /** Share of the limit that must become free again before accepting goes on. */
    private static final int BACK_PERCENT = 5;

    private final LongSupplier used;
    private final long pauseAt;
    private final long resumeAt;
    private final Consumer<Boolean> pausing;
    private final Ticker ticker;
    private final Thread watcher = Thread.ofVirtual().name("descriptors").unstarted(this::watch);
    private boolean paused;

    /** {@code pausing} is told true when accepting must pause, false when it may go on. */
    Descriptors(LongSupplier used, long limit, int reservePercent, Ticker ticker, Consumer<Boolean> pausing) {
        this.used = used;
        this.pauseAt = limit * (100 - reservePercent) / 100;
        this.resumeAt = limit * Math.max(1, 100 - reservePercent - BACK_PERCENT) / 100;
        this.ticker = ticker;
        this.pausing = pausing;
    }

    /** Open files of this process; 0 where the kernel does not say. */
    static long open() {
        String[] all = new File("/proc/self/fd").list();
        return all == null ? 0 : all.length;
    }

    void start() {
        watcher.start();
    }

    private void watch() {
        Duration pause = EVERY;
        while (true) {
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                return;
            }
            long begun = ticker.nanos();
            look();
            // Counting a hundred thousand files takes a while: never more than one percent of the time.
            Duration taken = Duration.ofNanos(ticker.nanos() - begun);
            pause = taken.multipliedBy(100).compareTo(EVERY) > 0 ? taken.multipliedBy(100) : EVERY;
        }
    }

    void look() {
        long now = used.getAsLong();
        if (!paused && now >= pauseAt) {
            paused = true;
            LOG.log(System.Logger.Level.WARNING, "accepting pauses: {0} files are open, the rest is reserved", now);
            pausing.accept(true);
        } else if (paused && now < resumeAt) {
            paused = false;
            LOG.log(System.Logger.Level.INFO, "accepting goes on: {0} files are open", now);
            pausing.accept(false);
        }
    }

    @Override
    public void close() {
        watcher.interrupt();
    }
}
