package dev.drover.heap;

/**
 * Keeps the heap of a command that watches for long near what it holds. The serial collector lets the old generation grow to the bound
 * of the heap before it looks at it: contents that live for a few samples fill it with some 4 MB of garbage a minute. So all is
 * collected when the heap has grown by a sixth: with the small collections this takes a tenth of a percent of a core.
 *
 * <p>For one thread.
 */
public final class SmallHeap {
    /** Most watch for a few seconds only. */
    private static final int FIRST = 15;

    private static final int PART = 6;

    private int samples;
    private long after;

    /** To be called between two samples. */
    public void tidy() {
        if (++samples < FIRST) {
            return;
        }
        if (committed() > after + after / PART) {
            System.gc(); // committed memory shrinks with it, as MaxHeapFreeRatio says
            after = committed();
        }
    }

    private static long committed() {
        return Runtime.getRuntime().totalMemory();
    }
}
