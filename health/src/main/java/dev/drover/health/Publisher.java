package dev.drover.health;

import dev.drover.board.Board;
import dev.drover.board.Change;
import dev.drover.plane.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * Takes measurements to the board from a thread of its own, so that no event loop waits for it. The first goes at once; what
 * comes shortly after goes together, as one generation: when a rack dies, planes swap their tables a few times and not a
 * thousand.
 */
final class Publisher implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("dev.drover.health");

    private static final Duration TOGETHER = Duration.ofMillis(50);

    /** A large board takes longer to change: then more goes together, so that most of the time is left for other things. */
    private static final int TIMES_AS_LONG = 9;

    private static final Duration LONGEST = Duration.ofSeconds(2);

    private final Board board;
    private final Ticker ticker;
    private final LinkedBlockingQueue<Change> waiting = new LinkedBlockingQueue<>();
    private final Thread thread;

    Publisher(Board board, Ticker ticker) {
        this.board = board;
        this.ticker = ticker;
        this.thread = Thread.ofVirtual().name("health publisher").start(this::run);
    }

    void publish(Change change) {
        waiting.add(change);
    }

    private void run() {
        var batch = new ArrayList<Change>();
        try {
            while (true) {
                batch.add(waiting.take());
                waiting.drainTo(batch);
                long began = ticker.nanos();
                apply(batch);
                batch.clear();
                long pause = (ticker.nanos() - began) * TIMES_AS_LONG;
                LockSupport.parkNanos(Math.clamp(pause, TOGETHER.toNanos(), LONGEST.toNanos()));
            }
        } catch (InterruptedException e) {
            // Closed: what is measured from now on is of no interest.
        }
    }

    /** Whatever a watcher of the board does wrong, what is measured later must still get there. */
    private void apply(List<Change> batch) {
        try {
            board.apply(batch);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "the board did not take " + batch.size() + " measurements", e);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
