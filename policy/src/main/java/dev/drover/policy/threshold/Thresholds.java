package dev.drover.policy.threshold;

import dev.drover.model.Health;
import java.util.ArrayDeque;

/**
 * The state of one instance by its checks.
 *
 * <pre>
 *   unknown --first result--> up or down
 *   up      --fall failures in a row--> down
 *   down    --first pass ever, or rise passes in a row--> up, or held if it went down too often lately
 *   held    --a pass after the hold-down--> up;   any failure--> down
 * </pre>
 *
 * <p>As with Envoy the first result counts at once: what starts need not wait for rise times the interval. Held measures as down. Not thread-safe; time is handed in, nanoseconds that only differ.
 */
public final class Thresholds {
    /** What the results so far say. */
    public sealed interface State {
        record Unknown() implements State {}

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
    /** When it went from up to down, oldest first; no more than count, none older than the window once looked at. */
    private final ArrayDeque<Long> downs = new ArrayDeque<>();

    public Thresholds(Health health) {
        this.fall = health.fall();
        this.rise = health.rise();
        this.flaps = health.flaps();
    }

    /** Other settings from now on; the state stays. */
    public void use(Health health) {
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
            case State.Unknown u -> new State.Down(0);
            case State.Up up -> up.failures() + 1 < fall ? new State.Up(up.failures() + 1) : fallen(now);
            case State.Down down -> new State.Down(0);
            case State.Held held -> new State.Down(0);
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
            case State.Unknown u -> "unknown; the first result decides";
            case State.Up up -> "up; " + up.failures() + " of " + fall + " failures";
            case State.Down down ->
                "down; " + (hasPassed ? down.passes() + " of " + rise + " passes" : "no check has passed yet");
            case State.Held held ->
                "held down for flapping; passes count again in " + Math.max(0, (held.until() - now) / 1_000_000_000L)
                        + "s";
        };
    }
}
