package dev.drover.gateway.exchange;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Netty's leak detector, with its reports kept for tests. Netty makes it because this module's build names it in the property
 * {@code io.netty.customResourceLeakDetector}.
 */
public final class Leaks<T> extends ResourceLeakDetector<T> {
    private static final List<String> FOUND = new CopyOnWriteArrayList<>();

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
