package dev.drover.heap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ModestHeapTest {
    private static final long MIB = 1 << 20;

    private long used;
    private long held;
    private int collections;
    private final ModestHeap heap = new ModestHeap(() -> used, this::collect);

    private void collect() {
        collections++;
        used = held;
    }

    private int collectionsAt(long mib) {
        used = mib * MIB;
        heap.tidy();
        return collections;
    }

    @Test
    void collectsWhatASmallNodeLeavesBehind() {
        held = 60 * MIB;
        assertEquals(0, collectionsAt(200));
        assertEquals(1, collectionsAt(240));
        assertEquals(1, collectionsAt(230));
        assertEquals(2, collectionsAt(250));
    }

    @Test
    void givesANodeThatHoldsMuchTwiceThat() {
        held = 300 * MIB;
        assertEquals(1, collectionsAt(310));
        assertEquals(1, collectionsAt(590));
        assertEquals(2, collectionsAt(610));
        held = 20 * MIB;
        assertEquals(3, collectionsAt(601), "what it held is gone");
        assertEquals(4, collectionsAt(240));
    }
}
