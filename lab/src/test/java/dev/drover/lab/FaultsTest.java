package dev.drover.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.observe.verdict.Rules;
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
    void isAsLargeAsItIsSaidToBe() {
        long controls = Faults.ALL.stream().filter(f -> f.facts().control()).count();
        long hidden = Faults.ALL.stream().filter(f -> f.facts().isHidden()).count();
        assertTrue(Faults.ALL.size() - controls - hidden >= 32, "faults that counters tell");
        assertTrue(controls >= 12, "controls");
    }

    @Test
    void expectsRulesThatThereAreUnlessNothingCanBeTold() {
        for (var fault : Faults.ALL) {
            var facts = fault.facts();
            facts.expected().forEach(rule -> assertTrue(Rules.byId(rule).isPresent(), facts.id() + ": " + rule));
            assertTrue(facts.expected().isEmpty() || !facts.isHidden(), facts::id);
            assertFalse(facts.what().isBlank(), facts::id);
        }
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
