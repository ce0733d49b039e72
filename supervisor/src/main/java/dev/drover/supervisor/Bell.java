package dev.drover.supervisor;

import dev.drover.plane.Deadline;
import dev.drover.plane.Ticker;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Wakes whoever waits for something to change. Rung while any lock is held: it takes none but its own. */
final class Bell {
    /** What no ring tells, such as a count of requests in flight, is looked at this often. */
    private static final Duration LOOK = Duration.ofMillis(50);

    private final Ticker ticker;
    private long rings;

    Bell(Ticker ticker) {
        this.ticker = ticker;
    }

    synchronized void ring() {
        rings++;
        notifyAll();
    }

    /** Waits for a ring after the given one, and returns the newest. */
    synchronized long after(long ring) throws InterruptedException {
        while (rings == ring) {
            wait();
        }
        return rings;
    }

    /** Waits until it holds, and says whether it does when the time is over. */
    boolean until(BooleanSupplier holds, Duration longest) throws InterruptedException {
        var deadline = Deadline.after(ticker, longest);
        while (!holds.getAsBoolean()) {
            if (deadline.passed()) {
                return false;
            }
            pause();
        }
        return true;
    }

    /** The caller loops; what it waits for must not be looked at under this lock. */
    @SuppressWarnings("WaitNotInLoop")
    private synchronized void pause() throws InterruptedException {
        wait(LOOK.toMillis());
    }
}
