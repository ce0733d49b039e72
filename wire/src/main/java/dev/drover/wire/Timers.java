package dev.drover.wire;

import dev.drover.plane.Ticker;
import java.time.Duration;
import java.util.function.LongConsumer;

/**
 * The timeouts of one event loop: a hashed wheel (Varghese and Lauck, 1987, scheme 6) whose timers move lazily.
 *
 * <p>A connection moves its deadline with every request. So a later deadline is only written down: the timer stays in its old
 * slot and is put into the right one when that slot comes round. Only an earlier deadline relinks at once. The loop is woken
 * for slots that hold something, never when the wheel is empty.
 *
 * <pre>
 *  slot   0    1    2  ...  511     one tick = 20 ms, once round = 10.24 s;
 *        [ ]  [t]-[t] ...  [ ]      later ones stay for another round
 * </pre>
 */
public final class Timers {
    static final long TICK = Duration.ofMillis(20).toNanos();
    private static final int SLOTS = 512;
    /** Sooner than any tick: nobody asks for a wake while timers fire, since one is asked for behind them. */
    private static final long FIRING = Long.MIN_VALUE;

    private final Timer.Ring[] slots = new Timer.Ring[SLOTS];
    private final Timer.Ring due = new Timer.Ring();
    private final Ticker ticker;
    private final LongConsumer wake;
    private final long origin;
    private long done;
    /** The tick that the loop will be woken for; while timers fire, {@link #FIRING}. */
    private long wakeTick = Timer.NEVER;

    /** {@code wake} is asked to call {@link #advance} after so many nanoseconds. */
    Timers(Ticker ticker, LongConsumer wake) {
        this.ticker = ticker;
        this.wake = wake;
        this.origin = ticker.nanos();
        for (int i = 0; i < SLOTS; i++) {
            slots[i] = new Timer.Ring();
        }
    }

    public long nanos() {
        return ticker.nanos();
    }

    /** Fires once after that time; replaces what the timer was armed for. */
    public void arm(Timer timer, Duration after) {
        armAt(timer, ticker.nanos() + after.toNanos());
    }

    /** Fires once when {@link #nanos} has passed {@code deadline}; replaces what the timer was armed for. */
    public void armAt(Timer timer, long deadline) {
        timer.deadline = deadline;
        long tick = tickOf(deadline);
        if (timer.tick >= 0 && timer.tick <= tick) {
            return;
        }
        timer.unlink();
        link(timer, tick);
        if (tick < wakeTick) {
            wakeAt(tick);
        }
    }

    /** It will not fire. Cheap: the timer leaves its slot when that comes round. */
    public void disarm(Timer timer) {
        timer.deadline = Timer.NEVER;
    }

    /** Disarms and forgets the timer: for one that will not be used again. */
    public void drop(Timer timer) {
        timer.deadline = Timer.NEVER;
        timer.unlink();
    }

    /**
     * Fires what is due. A wake that was asked for before an earlier one finds nothing to do and is not followed by another: each
     * would go on for ever otherwise, next to all others.
     */
    void advance() {
        long now = ticker.nanos();
        long target = (now - origin) / TICK;
        if (target < wakeTick) {
            return;
        }
        wakeTick = FIRING;
        try {
            done = Math.max(done, target - SLOTS);
            while (done < target) {
                done++;
                due.takeAll(slots[(int) (done % SLOTS)]);
                fireDue(now);
            }
        } finally {
            wakeTick = Timer.NEVER;
            long filled = nextFilled();
            if (filled != Timer.NEVER) {
                wakeAt(filled);
            }
        }
    }

    /** An expiry may drop its neighbours, so the ring is read anew each time. */
    private void fireDue(long now) {
        while (!due.isEmpty()) {
            Timer timer = due.next;
            timer.unlink();
            if (timer.deadline == Timer.NEVER) {
                continue;
            }
            if (now - timer.deadline >= 0) {
                timer.deadline = Timer.NEVER;
                timer.expired();
            } else {
                link(timer, tickOf(timer.deadline));
            }
        }
    }

    /** The first tick at which the deadline has passed, never one that was visited. */
    private long tickOf(long deadline) {
        return Math.max(done, (deadline - origin) / TICK) + 1;
    }

    private void link(Timer timer, long tick) {
        timer.tick = tick;
        timer.insertBefore(slots[(int) (tick % SLOTS)]);
    }

    private long nextFilled() {
        for (long tick = done + 1; tick <= done + SLOTS; tick++) {
            if (!slots[(int) (tick % SLOTS)].isEmpty()) {
                return tick;
            }
        }
        return Timer.NEVER;
    }

    private void wakeAt(long tick) {
        wakeTick = tick;
        wake.accept(Math.max(0, tick * TICK + origin - ticker.nanos()));
    }
}
