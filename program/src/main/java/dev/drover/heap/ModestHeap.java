package dev.drover.heap;

import java.util.function.LongSupplier;

/**
 * Keeps the heap of a node near what it holds, below a bound that has room for a large registry. The parallel collector lets the old
 * generation grow to the bound before it looks at it: what connections leave behind would fill that of a node that holds little. So all
 * is collected once more is in use than a node without a registry needs, and twice what the last collection left.
 *
 * <p>For one thread.
 */
public final class ModestHeap {
    /** Where a bound of 256 MiB would have had it collected: less the young generation. */
    private static final long USUAL = 232L << 20;

    private static final int TIMES = 2;

    private final LongSupplier used;
    private final Runnable collect;
    private long most = USUAL;

    /** The heap of this process. */
    public ModestHeap() {
        this(() -> Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory(), System::gc);
    }

    ModestHeap(LongSupplier used, Runnable collect) {
        this.used = used;
        this.collect = collect;
    }

    /** To be called about once a second. */
    public void tidy() {
        if (used.getAsLong() > most) {
            collect.run();
            most = Math.max(USUAL, TIMES * used.getAsLong());
        }
    }
}
