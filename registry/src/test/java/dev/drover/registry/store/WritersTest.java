package dev.drover.registry.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class WritersTest {
    private final Writers writers = new Writers(Map.of("old", 4L));

    @Test
    void takesEachEntryOnce() {
        assertTrue(writers.isNew("a", 0));
        assertFalse(writers.isNew("a", 0));
        assertTrue(writers.isNew("a", 1));
        assertFalse(writers.isNew("a", 0), "believed lost, written again, came after all");
        assertFalse(writers.isNew("old", 4));
        assertTrue(writers.isNew("old", 5));
    }

    @Test
    void forgetsWhoWroteLongestAgo() {
        assertTrue(writers.isNew("a", 9));
        for (int i = 0; i < Writers.MOST - 1; i++) {
            assertTrue(writers.isNew("w" + i, 0));
        }
        assertEquals(Writers.MOST, writers.all().size());
        assertFalse(writers.all().containsKey("old"));
        assertFalse(writers.isNew("a", 9));
    }
}
