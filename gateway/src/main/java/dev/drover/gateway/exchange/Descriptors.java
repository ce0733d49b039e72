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
    private static final File FOLDER = new File("/proc/self/fd");
    private static final Duration SOONEST = Duration.ofMillis(500);
    private static final Duration LATEST = Duration.ofSeconds(5);
    /** Connections that one machine may be given in a second. */
    private static final long MOST_PER_SECOND = 50_000;
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

    /**
     * Open files of this process; 0 where the kernel does not say. Linux 6.2 and later tell the number as the folder's size
     * (fs/proc/fd.c, {@code proc_fd_getattr}); before, they are counted.
     */
    static long open() {
        long told = FOLDER.length();
        if (told > 0) {
            return told;
        }
        String[] all = FOLDER.list();
        return all == null ? 0 : all.length;
    }

    void start() {
        watcher.start();
    }

    private void watch() {
        while (true) {
            long begun = ticker.nanos();
            long now = look();
            Duration taken = Duration.ofNanos(ticker.nanos() - begun);
            try {
                Thread.sleep(pause(pauseAt - now, taken));
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Far from the limit there is time; counting a hundred thousand files takes a while: never more than one percent of the time. */
    static Duration pause(long left, Duration taken) {
        long millis = Math.clamp(left * 1000 / MOST_PER_SECOND, SOONEST.toMillis(), LATEST.toMillis());
        return Duration.ofMillis(Math.max(millis, taken.multipliedBy(100).toMillis()));
    }

    /** Files that are open now. */
    long look() {
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
        return now;
    }

    @Override
    public void close() {
        watcher.interrupt();
    }
}
