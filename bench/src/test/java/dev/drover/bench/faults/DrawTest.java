package dev.drover.bench.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.lab.Case;
import dev.drover.lab.Faults;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is drawn for a fresh run. */
class DrawTest {
    @Test
    void drawsEveryFaultInThreeIntensities() {
        List<Case> cases = Draw.of(7);
        assertEquals(3 * Faults.ALL.size(), cases.size());
        for (int i = 0; i < cases.size(); i++) {
            assertEquals(Faults.ALL.get(i / 3), cases.get(i).fault());
            assertEquals(1 + i % 3, cases.get(i).intensity());
        }
    }

    @Test
    void drawsTheSameOfTheSameSeedAndOtherwiseOthers() {
        assertEquals(Draw.of(7), Draw.of(7));
        assertNotEquals(Draw.of(7), Draw.of(8));
    }

    @Test
    void drawsNoSeedTwiceAndNoneThatRulesAreTunedWith() {
        var seeds = new HashSet<Long>();
        for (Case one : Draw.of(7)) {
            assertTrue(one.seed() >= Draw.TUNING && seeds.add(one.seed()), one::name);
        }
    }
}
