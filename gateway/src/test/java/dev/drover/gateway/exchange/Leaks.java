package dev.drover.gateway.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakTracker;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Netty's leak detector, with its reports kept for tests. Netty makes it because this module's build names it in the property
 * {@code io.netty.customResourceLeakDetector}.
 */
public final class Leaks<T> extends ResourceLeakDetector<T> {
    private static final List<String> FOUND = new CopyOnWriteArrayList<>();
    private static final LongAdder LIVE = new LongAdder();

    /** Called by Netty, by reflection. */
    @SuppressWarnings("deprecation")
    public Leaks(Class<T> resource, int interval, long max) {
        super(resource, interval, max);
    }

    /** Called by Netty, by reflection. */
    @SuppressWarnings("deprecation")
    public Leaks(Class<T> resource, int interval) {
        super(resource, interval);
    }

    @Override
    protected void reportTracedLeak(String type, String records) {
        FOUND.add(type + records);
    }

    @Override
    protected void reportUntracedLeak(String type) {
        FOUND.add(type);
    }

    /** Memory of the buffers that are in use now, by their size when they were made. */
    static long live() {
        return LIVE.sum();
    }

    @Override
    public @Nullable ResourceLeakTracker<T> track(T resource) {
        ResourceLeakTracker<T> tracker = super.track(resource);
        if (tracker == null || !(resource instanceof ByteBuf buffer)) {
            return tracker;
        }
        int size = buffer.capacity();
        LIVE.add(size);
        return new Counted<>(tracker, size);
    }

    /** Takes the buffer's size off again at its end. Does not hold the buffer: that would hide every leak. */
    private record Counted<T>(ResourceLeakTracker<T> tracker, int size) implements ResourceLeakTracker<T> {
        @Override
        public void record() {
            tracker.record();
        }

        @Override
        public void record(Object hint) {
            tracker.record(hint);
        }

        @Override
        public boolean close(T resource) {
            LIVE.add(-size);
            return tracker.close(resource);
        }
    }

    /** Collects garbage and allocates, which is when leaks are found; forgets what it returns. */
    static List<String> found() {
        for (int i = 0; i < 5; i++) {
            System.gc();
            for (int j = 0; j < 100; j++) {
                ByteBufAllocator.DEFAULT.directBuffer(64).release();
            }
        }
        List<String> found = List.copyOf(FOUND);
        FOUND.clear();
        return found;
    }
}
