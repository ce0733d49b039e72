package dev.drover.policy.threshold;

import dev.drover.model.Health;
import java.time.Duration;
import java.util.ArrayDeque;

/**
 * The state of one instance by its checks.
 *
 * <pre>
 *   unknown --first result--> up or down; a failure within the grace: starting
 *   starting --a pass--> up;   the grace is over--> down
 *   up      --fall failures in a row--> down
 *   down    --first pass ever, or rise passes in a row--> up, or held if it went down too often lately
 *   held    --a pass after the hold-down--> up;   any failure--> down
 * </pre>
 *
 * <p>As with Envoy the first result counts at once: what starts need not wait for rise times the interval. The grace is the time
 * that an instance is given to start, where that is known: failures before its first pass are no news until it is over. Held
 * measures as down. Not thread-safe; time is handed in, nanoseconds that only differ.
 */
public final class Thresholds {
    /** What the results so far say. */
    public sealed interface State {
        record Unknown() implements State {}

        /** Has only failed so far, and still has time to come up. */
        record Starting() implements State {}

        /** Has {@code failures} in a row, fewer than fall. */
        record Up(int failures) implements State {}

        /** Has {@code passes} in a row, fewer than rise. */
        record Down(int passes) implements State {}

        /** Passes its checks, yet went down too often to be believed before {@code until}. */
        record Held(long until) implements State {}
    }

    private int fall;
    private int rise;
    private Health.Flaps flaps;
    private State state = new State.Unknown();
    private boolean hasPassed;
    private final long begun;
    private Duration grace;
    /** When it went from up to down, oldest first; no more than count, none older than the window once looked at. */
    private final ArrayDeque<Long> downs = new ArrayDeque<>();

    /** Without grace: the first failure counts. */
    public Thresholds(Health health) {
        this(health, Duration.ZERO, 0);
    }

    /** @param grace how long failures before the first pass are no news, since {@code begun} */
    public Thresholds(Health health, Duration grace, long begun) {
        this.grace = grace;
        this.begun = begun;
        this.fall = health.fall();
        this.rise = health.rise();
        this.flaps = health.flaps();
    }

    /** Other settings from now on; the state stays, and a shorter grace ends as if it had always been. */
    public void use(Health health, Duration newer) {
        grace = newer;
        fall = health.fall();
        rise = health.rise();
        flaps = health.flaps();
    }

    public State state() {
        return state;
    }

    public State passed(long now) {
        state = switch (state) {
            case State.Unknown u -> new State.Up(0);
            case State.Starting s -> new State.Up(0);
            case State.Up u -> new State.Up(0);
            case State.Down down ->
                hasPassed && down.passes() + 1 < rise ? new State.Down(down.passes() + 1) : risen(now);
            case State.Held held -> now - held.until() >= 0 ? new State.Up(0) : held;
        };
        hasPassed = true;
        return state;
    }

    public State failed(long now) {
        state = switch (state) {
            case State.Unknown u -> first(now);
            case State.Starting s -> first(now);
            case State.Up up -> up.failures() + 1 < fall ? new State.Up(up.failures() + 1) : fallen(now);
            case State.Down down -> new State.Down(0);
            case State.Held held -> new State.Down(0);
        };
        return state;
    }

    private State first(long now) {
        return now - begun < grace.toNanos() ? new State.Starting() : new State.Down(0);
    }

    /** To be called once the grace may be over: what has not passed by then is down, whether or not a check has ended. */
    public State overdue(long now) {
        state = switch (state) {
            case State.Unknown u -> first(now) instanceof State.Down down ? down : u;
            case State.Starting s -> first(now);
            case State.Up up -> up;
            case State.Down down -> down;
            case State.Held held -> held;
        };
        return state;
    }

    private State fallen(long now) {
        if (flaps.changes() > 0) {
            downs.addLast(now);
            while (downs.size() > flaps.changes()) {
                downs.removeFirst();
            }
        }
        return new State.Down(0);
    }

    private State risen(long now) {
        return downsLately(now) >= flaps.changes() && flaps.changes() > 0
                ? new State.Held(now + flaps.holdDown().toNanos())
                : new State.Up(0);
    }

    /** How often it went down within the window of the damping. */
    public int downsLately(long now) {
        while (!downs.isEmpty() && now - downs.getFirst() > flaps.window().toNanos()) {
            downs.removeFirst();
        }
        return downs.size();
    }

    /** Some check has passed since the beginning. */
    public boolean hasPassed() {
        return hasPassed;
    }

    /** How far the next change is: {@code up; 1 of 3 failures}. */
    public String progress(long now) {
        return switch (state) {
            case State.Unknown u ->
                grace.isZero() ? "unknown; the first result decides" : "starting; no check has ended yet";
            case State.Starting s ->
                "starting; no check has passed yet, down in "
                        + Math.max(0, (begun + grace.toNanos() - now) / 1_000_000_000L) + "s";
            case State.Up up -> "up; " + up.failures() + " of " + fall + " failures";
            case State.Down down ->
                "down; " + (hasPassed ? down.passes() + " of " + rise + " passes" : "no check has passed yet");
            case State.Held held ->
                "held down for flapping; passes count again in " + Math.max(0, (held.until() - now) / 1_000_000_000L)
                        + "s";
        };
    }
}
