package dev.drover.wire;

import dev.drover.plane.Ticker;
import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;

/** One event loop with its timers: a thread that owns its connections, so that nothing it touches needs a lock. */
public final class Loop {
    private final int index;
    private final EventLoop events;
    private final Transport transport;
    private final Timers timers;

    Loop(int index, EventLoop events, Transport transport, Ticker ticker) {
        this.index = index;
        this.events = events;
        this.transport = transport;
        this.timers = new Timers(ticker, this::wakeAfter);
    }

    private void wakeAfter(long nanos) {
        if (!events.isShuttingDown()) {
            var _ = events.schedule(timers::advance, nanos, TimeUnit.NANOSECONDS);
        }
    }

    /** From 0 to the number of loops minus 1. */
    public int index() {
        return index;
    }

    public EventLoop events() {
        return events;
    }

    public Transport transport() {
        return transport;
    }

    /** To be used on this loop only. */
    public Timers timers() {
        return timers;
    }

    public boolean isCurrent() {
        return events.inEventLoop();
    }

    public void execute(Runnable task) {
        events.execute(task);
    }
}
