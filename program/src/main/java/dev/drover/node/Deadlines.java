package dev.drover.node;

import dev.drover.plane.SharedModels.Stored;
import dev.drover.plane.Ticker;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a model of the cluster that nobody confirmed is to be taken back, as one of many nodes sees it. Clocks differ, so the time is
 * measured from when this node saw the model come; only of one that was there before this node began the clock has to tell.
 */
final class Deadlines {
    private final Ticker ticker;
    private boolean began;
    private @Nullable Due due;

    private record Due(long generation, long at) {}

    Deadlines(Ticker ticker) {
        this.ticker = ticker;
    }

    /** Told of the newest again and again, from the first that this node sees. */
    boolean isOver(Stored newest) {
        boolean before = !began;
        began = true;
        Instant confirmBy = newest.confirmBy();
        if (confirmBy == null) {
            due = null;
            return false;
        }
        Due known = due;
        if (known == null || known.generation() != newest.generation()) {
            known = new Due(
                    newest.generation(),
                    ticker.nanos() + left(newest.at(), confirmBy, before).toNanos());
            due = known;
        }
        return ticker.nanos() - known.at() >= 0;
    }

    private Duration left(Instant from, Instant confirmBy, boolean before) {
        Duration limit = Duration.between(from, confirmBy);
        Duration left = before ? Duration.between(ticker.instant(), confirmBy) : limit;
        if (left.isNegative()) {
            return Duration.ZERO;
        }
        return left.compareTo(limit) < 0 ? left : limit;
    }
}
