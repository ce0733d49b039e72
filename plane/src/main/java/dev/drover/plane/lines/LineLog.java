package dev.drover.plane.lines;

import dev.drover.plane.Ticker;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A log that does not hold up whoever writes it: what cannot be written, as on a full disk, is dropped and counted. That is said once, and
 * once more when lines are written again. By one thread; the counts by any.
 */
public final class LineLog implements AutoCloseable {
    private static final long RETRY_NANOS = Duration.ofSeconds(1).toNanos();

    private final System.Logger logger;
    private final String what;
    private final String meanwhile;
    private final LineSink sink;
    private final Ticker ticker;
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong written = new AtomicLong();
    private boolean failing;
    private long retryAt;

    /**
     * Writes to a sink.
     *
     * @param what it is, for messages: {@code access log}
     * @param meanwhile what goes on while it cannot be written: {@code requests are served}
     */
    public LineLog(System.Logger logger, String what, String meanwhile, LineSink sink, Ticker ticker) {
        this.logger = logger;
        this.what = what;
        this.meanwhile = meanwhile;
        this.sink = sink;
        this.ticker = ticker;
    }

    /** Writes or drops all of them. */
    public void write(ByteBuffer lines, long count) {
        if (failing && ticker.nanos() - retryAt < 0) {
            lost.addAndGet(count);
            return;
        }
        try {
            sink.write(lines);
            written.addAndGet(count);
            recovered();
        } catch (IOException e) {
            failed(e);
            lost.addAndGet(count);
        }
    }

    private void failed(IOException why) {
        retryAt = ticker.nanos() + RETRY_NANOS;
        if (!failing) {
            failing = true;
            logger.log(
                    Level.ERROR,
                    "{0} {1} cannot be written: {2}; {3}, their lines are dropped and counted",
                    what,
                    sink.name(),
                    String.valueOf(why.getMessage()),
                    meanwhile);
        }
    }

    private void recovered() {
        if (failing) {
            failing = false;
            logger.log(
                    Level.INFO,
                    "{0} {1} is written again; {2} lines were dropped",
                    what,
                    sink.name(),
                    Long.toString(lost.get()));
        }
    }

    public long lost() {
        return lost.get();
    }

    public long written() {
        return written.get();
    }

    @Override
    public void close() {
        sink.close();
    }
}
