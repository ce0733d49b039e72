package dev.drover.health.check;

import dev.drover.wire.Loop;
import dev.drover.wire.Timer;
import java.time.Duration;

/** An event loop with its wheel of timers. */
record LoopLane(Loop loop) implements Lane {
    @Override
    public void execute(Runnable task) {
        loop.execute(task);
    }

    @Override
    public boolean isCurrent() {
        return loop.isCurrent();
    }

    @Override
    public long nanos() {
        return loop.timers().nanos();
    }

    @Override
    public Alarm alarm(Runnable task) {
        return new WheelAlarm(loop, task);
    }

    private static final class WheelAlarm extends Timer implements Alarm {
        private final Loop loop;
        private final Runnable task;

        WheelAlarm(Loop loop, Runnable task) {
            this.loop = loop;
            this.task = task;
        }

        @Override
        public void set(Duration after) {
            loop.timers().arm(this, after);
        }

        @Override
        public void cancel() {
            loop.timers().drop(this);
        }

        @Override
        protected void expired() {
            task.run();
        }
    }
}
