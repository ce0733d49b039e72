package dev.drover.health;

import dev.drover.health.check.Lane;
import dev.drover.health.check.Outcome;
import dev.drover.health.check.PreparedCheck;
import dev.drover.health.check.Probe;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.ObjLongConsumer;
import java.util.random.RandomGenerator;

/**
 * The checks of one instance, one after the other: begun every interval, spread by jitter, never two at a time. Used on its lane
 * only.
 *
 * <p>An instance that has never passed is checked in quick succession at first, 100 ms apart and then twice as long each time up
 * to the interval, so that one that has just been started serves as soon as it can.
 */
final class Rounds {
    private static final Duration QUICK = Duration.ofMillis(100);

    private final Lane lane;
    private final Probe probe;
    private final Lane.Alarm alarm;
    private final RandomGenerator random;
    private final ObjLongConsumer<Outcome> result;
    private Duration interval;
    private int jitterPercent;
    private Duration quick = QUICK;
    private long began;
    private long nextAt;
    private boolean running;
    private boolean closed;

    /** @param result told of each check with the nanoseconds it took */
    Rounds(
            Turns turns,
            PreparedCheck check,
            java.net.InetSocketAddress address,
            RandomGenerator random,
            ObjLongConsumer<Outcome> result) {
        this.lane = turns.lane();
        this.probe = check.probe(lane, address);
        this.alarm = lane.alarm(() -> turns.take(this::begin));
        this.random = random;
        this.result = result;
        this.interval = QUICK;
    }

    void pace(Duration every, int jitter) {
        interval = every;
        jitterPercent = jitter;
    }

    void first(Duration after) {
        set(after);
    }

    private void set(Duration after) {
        nextAt = lane.nanos() + after.toNanos();
        alarm.set(after);
    }

    /** When the next check begins, nanoseconds; empty while one runs. */
    OptionalLong next() {
        return running ? OptionalLong.empty() : OptionalLong.of(nextAt);
    }

    private void begin() {
        if (closed) {
            return; // while it waited for its turn
        }
        running = true;
        began = lane.nanos();
        try {
            probe.begin(this::ended);
        } catch (RuntimeException e) {
            ended(new Outcome(false, "the check could not be made: " + e));
        }
    }

    private void ended(Outcome outcome) {
        if (closed) {
            return;
        }
        running = false;
        long took = lane.nanos() - began;
        result.accept(outcome, took);
        if (!closed) {
            Duration pause = outcome.passed() ? interval : shorter(quick, interval);
            quick = outcome.passed() ? interval : shorter(quick.multipliedBy(2), interval);
            set(Duration.ofNanos(Math.max(0, spread(pause) - took)));
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private long spread(Duration pause) {
        double factor = 1 + jitterPercent / 100.0 * (2 * random.nextDouble() - 1);
        return (long) (pause.toNanos() * factor);
    }

    void close() {
        closed = true;
        alarm.cancel();
        probe.close();
    }
}
