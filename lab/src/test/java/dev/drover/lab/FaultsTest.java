package dev.drover.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import org.junit.jupiter.api.Test;

/** The list of faults. */
class FaultsTest {
    @Test
    void givesEachItsOwnName() {
        var ids = new HashSet<String>();
        Faults.ALL.forEach(fault -> {
            assertTrue(ids.add(fault.facts().id()), fault.facts()::id);
            assertTrue(fault.facts().id().matches("[a-z][a-z-]*[a-z]"), fault.facts()::id);
        });
        assertEquals(Faults.ALL.size(), ids.size());
    }

    @Test
    void putsControlsLast() {
        boolean control = false;
        for (var fault : Faults.ALL) {
            assertTrue(!control || fault.facts().control(), fault.facts()::id);
            control = fault.facts().control();
        }
    }
}
