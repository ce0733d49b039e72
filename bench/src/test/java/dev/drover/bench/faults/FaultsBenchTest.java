package dev.drover.bench.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultsBenchTest {
    @ParameterizedTest
    @ValueSource(strings = {"--seed 7", "--only cpu-hog", "--keep x", "--rules rules-1", "--noisy", "--machine"})
    void refusesWhatOnlyARunHas(String option) {
        List<String> words = List.of(("--from kept " + option).split(" "));
        Unusable refused = assertThrows(Unusable.class, () -> FaultsBench.options(words));
        String name = option.split(" ")[0];
        assertTrue(String.valueOf(refused.getMessage()).contains(name + " has no meaning with it"), refused::toString);
    }

    @Test
    void readsWhatGoesTogether() throws Unusable {
        assertEquals(
                Map.of("--from", "kept", "--write", "", "--project", "p"),
                FaultsBench.options(List.of("--from", "kept", "--write", "--project", "p")));
        assertEquals(Map.of("--fresh", "", "--noisy", ""), FaultsBench.options(List.of("--fresh", "--noisy")));
    }
}
