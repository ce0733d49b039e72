package dev.drover.health;

import dev.drover.health.check.Lane;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An instance with the checks that this node makes of it, if it makes any. Used on the lane of its service only. */
final class Watched {
    private final Target target;
    private final long begun;
    private final Lane.Alarm overdue;
    private @Nullable Rounds rounds;

    /** @param overdue to be set to when its time to start is over */
    Watched(Target target, long begun, Lane.Alarm overdue) {
        this.target = target;
        this.begun = begun;
        this.overdue = overdue;
    }

    Target target() {
        return target;
    }

    /** Null while this node does not check it. */
    @Nullable
    Rounds rounds() {
        return rounds;
    }

    void check(Rounds by) {
        rounds = by;
    }

    /** Goes off when its time to start is over, if it has any left and needs it. */
    void startsWithin(Duration start, long now) {
        Duration left = start.minusNanos(now - begun);
        if (left.isPositive() && !target.hasPassed()) {
            overdue.set(left);
        } else {
            overdue.cancel();
        }
    }

    void stop() {
        overdue.cancel();
        if (rounds != null) {
            rounds.close();
            rounds = null;
        }
    }
}
