package dev.drover.health;

import dev.drover.health.check.Lane;
import dev.drover.testkit.FakeTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;

/** A lane that a test walks through time itself: tasks and alarms run when {@link #advance} is called. */
final class FakeLane implements Lane {
    private final FakeTime time;
    private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final List<FakeAlarm> armed = new ArrayList<>();

    FakeLane(FakeTime time) {
        this.time = time;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public boolean isCurrent() {
        return true;
    }

    @Override
    public dev.drover.wire.Loop loop() {
        throw new UnsupportedOperationException("no check of these tests lives on a loop");
    }

    @Override
    public long nanos() {
        return time.getAsLong();
    }

    @Override
    public Alarm alarm(Runnable task) {
        return new FakeAlarm(task);
    }

    /** Runs everything that falls due on the way, in order. */
    void advance(Duration by) {
        long end = nanos() + by.toNanos();
        drain();
        for (FakeAlarm next = next(end); next != null; next = next(end)) {
            time.advance(Duration.ofNanos(Math.max(0, next.at - nanos())));
            armed.remove(next);
            next.task.run();
            drain();
        }
        time.advance(Duration.ofNanos(end - nanos()));
    }

    int alarms() {
        return armed.size();
    }

    private FakeAlarm next(long end) {
        return armed.stream()
                .filter(a -> a.at <= end)
                .min((a, b) -> Long.compare(a.at, b.at))
                .orElse(null);
    }

    void drain() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    private final class FakeAlarm implements Alarm {
        private final Runnable task;
        private long at;

        FakeAlarm(Runnable task) {
            this.task = task;
        }

        @Override
        public void set(Duration after) {
            armed.remove(this);
            at = nanos() + after.toNanos();
            armed.add(this);
        }

        @Override
        public void cancel() {
            armed.remove(this);
        }
    }
}
