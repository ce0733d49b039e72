package dev.drover.health;

import dev.drover.health.check.Lane;
import java.time.Duration;
import java.util.ArrayDeque;

/**
 * Lets the checks of one lane begin a few at a time. Between two handfuls the loop looks at its sockets.
 *
 * <p>A node that has just been started, or was stopped for a while, has far more checks due than it can make. Begun all at once
 * they would wait for the node itself, their timeouts would end meanwhile, and instances that are well would measure down,
 * the more so as one that failed is asked again soon. What waits here has not begun, so no timeout runs. HAProxy bounds its checks
 * likewise ({@code tune.max-checks-per-thread}, configuration manual of version 3.0, section 3.2).
 */
final class Turns {
    /** Begun before the loop looks at its sockets again: even at a hundred times the usual cost that is less than a timeout. */
    static final int AT_ONCE = 100;

    private static final Duration PASS = Duration.ofMillis(20);

    private final Lane lane;
    private final Lane.Alarm pass;
    private final ArrayDeque<Runnable> due = new ArrayDeque<>();
    private int begun;

    Turns(Lane lane) {
        this.lane = lane;
        this.pass = lane.alarm(this::pass);
    }

    Lane lane() {
        return lane;
    }

    /** Begins it now, or when those that came before have begun. On the lane. */
    void take(Runnable begin) {
        if (begun < AT_ONCE && due.isEmpty()) {
            begin(begin);
        } else {
            due.addLast(begin);
        }
    }

    private void begin(Runnable begin) {
        if (begun++ == 0) {
            pass.set(PASS);
        }
        begin.run();
    }

    private void pass() {
        begun = 0;
        while (begun < AT_ONCE && !due.isEmpty()) {
            begin(due.pollFirst());
        }
    }
}
