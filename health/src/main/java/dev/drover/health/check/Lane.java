package dev.drover.health.check;

import dev.drover.wire.Loop;
import java.time.Duration;

/** The one thread that a service's checks belong to: an event loop, or a test's own. */
public interface Lane {
    void execute(Runnable task);

    boolean isCurrent();

    /** The event loop behind it, for checks that live on one. */
    Loop loop();

    /** Nanoseconds that only differ. */
    long nanos();

    /** An alarm that runs the task on this lane whenever it goes off. */
    Alarm alarm(Runnable task);

    /** To be used on its lane only. */
    interface Alarm {
        /** Goes off once after that time, instead of when it was set for. */
        void set(Duration after);

        /** Does not go off; may be set again. */
        void cancel();
    }

    static Lane of(Loop loop) {
        return new LoopLane(loop);
    }
}
