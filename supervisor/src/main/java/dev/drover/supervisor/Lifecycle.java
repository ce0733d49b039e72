package dev.drover.supervisor;

import java.time.Duration;

/**
 * What follows from what happens to a process: the transitions of {@link Phase}, without any effect.
 *
 * <pre>
 *   Stopped --wanted--> Waiting --due, spawned--> Starting --up--> Running
 *                          ^                          |              |
 *                          |     exited, not up in time, unwanted    |
 *                          |                          v              v
 *   Stopped <--gone, unwanted-- Stopping <----------------------------
 *                          ^        |
 *                          +--gone--+  (wanted still)
 * </pre>
 *
 * @param start longest time from the start to the first passed check
 * @param stop time between SIGTERM and SIGKILL
 * @param checked whether there is a check; without one a process that lives for {@link #UNCHECKED} is taken to be up
 */
record Lifecycle(Backoff backoff, Duration start, Duration stop, boolean checked) {
    static final Duration UNCHECKED = Duration.ofSeconds(1);

    Phase next(Phase phase, Happening happening, long now) {
        return switch (phase) {
            case Phase.Stopped stopped -> happening == Happening.WANTED ? new Phase.Waiting(now, 0) : stopped;
            case Phase.Waiting waiting -> waiting(waiting, happening, now);
            case Phase.Starting starting -> starting(starting, happening, now);
            case Phase.Running running -> running(running, happening, now);
            case Phase.Stopping stopping -> stopping(stopping, happening, now);
        };
    }

    private Phase waiting(Phase.Waiting waiting, Happening happening, long now) {
        return switch (happening) {
            case SPAWNED -> new Phase.Starting(now, waiting.failures());
            case NOT_SPAWNED -> after(waiting.failures() + 1, now);
            case UNWANTED -> new Phase.Stopped();
            case WANTED, UP, EXITED, GONE, TICK -> waiting;
        };
    }

    private Phase starting(Phase.Starting starting, Happening happening, long now) {
        return switch (happening) {
            case UP -> new Phase.Running(now, starting.failures());
            case EXITED -> stop(true, starting.failures() + 1, now);
            case UNWANTED -> stop(false, starting.failures(), now);
            case TICK -> now < deadline(starting) ? starting : late(starting, now);
            case WANTED, SPAWNED, NOT_SPAWNED, GONE -> starting;
        };
    }

    private long deadline(Phase.Starting starting) {
        return starting.since() + (checked ? start : UNCHECKED).toNanos();
    }

    private Phase late(Phase.Starting starting, long now) {
        return checked ? stop(true, starting.failures() + 1, now) : new Phase.Running(now, starting.failures());
    }

    private Phase running(Phase.Running running, Happening happening, long now) {
        return switch (happening) {
            case EXITED -> stop(true, lasted(running, now) ? 1 : running.failures() + 1, now);
            case UNWANTED -> stop(false, running.failures(), now);
            case TICK ->
                running.failures() > 0 && lasted(running, now) ? new Phase.Running(running.since(), 0) : running;
            case WANTED, SPAWNED, NOT_SPAWNED, UP, GONE -> running;
        };
    }

    private boolean lasted(Phase.Running running, long now) {
        return now - running.since() >= backoff.stable().toNanos();
    }

    private Phase stopping(Phase.Stopping stopping, Happening happening, long now) {
        return switch (happening) {
            case GONE -> stopping.again() ? after(stopping.failures(), now) : new Phase.Stopped();
            case WANTED -> new Phase.Stopping(stopping.kill(), stopping.killed(), true, stopping.failures());
            case UNWANTED -> new Phase.Stopping(stopping.kill(), stopping.killed(), false, stopping.failures());
            case TICK ->
                stopping.killed() || now < stopping.kill()
                        ? stopping
                        : new Phase.Stopping(stopping.kill(), true, stopping.again(), stopping.failures());
            case SPAWNED, NOT_SPAWNED, UP, EXITED -> stopping;
        };
    }

    private Phase stop(boolean again, int failures, long now) {
        return new Phase.Stopping(now + stop.toNanos(), false, again, failures);
    }

    private Phase after(int failures, long now) {
        return new Phase.Waiting(failures == 0 ? now : now + backoff.nanos(failures), failures);
    }

    /** When a tick is due that may change the phase; {@link Long#MAX_VALUE} if none is. */
    long wake(Phase phase) {
        return switch (phase) {
            case Phase.Stopped s -> Long.MAX_VALUE;
            case Phase.Waiting w -> w.due();
            case Phase.Starting s -> deadline(s);
            case Phase.Running r ->
                r.failures() > 0 ? r.since() + backoff.stable().toNanos() : Long.MAX_VALUE;
            case Phase.Stopping s -> s.killed() ? Long.MAX_VALUE : s.kill();
        };
    }
}
