package dev.drover.policy.vantage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.board.InstanceId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PanelTest {
    private static final List<String> NODES = List.of("fra-1", "fra-2", "fra-3", "fra-4", "fra-5");
    private static final Panel THREE = new Panel(List.of("a", "b", "c"));

    private static InstanceId instance(int number) {
        return new InstanceId("shop", "10.0.0." + number + ":8080");
    }

    @Test
    void isTheSameForEveryNodeWhateverTheOrder() {
        var reversed = new ArrayList<>(NODES).reversed();
        for (int i = 0; i < 100; i++) {
            assertEquals(Panel.of(instance(i), NODES), Panel.of(instance(i), reversed));
        }
    }

    @Test
    void spreadsTheWork() {
        var checks = new HashMap<String, Integer>();
        var owned = new HashMap<String, Integer>();
        for (int i = 0; i < 1000; i++) {
            Panel panel = Panel.of(instance(i), NODES);
            assertEquals(Panel.SIZE, panel.nodes().stream().distinct().count());
            panel.nodes().forEach(n -> checks.merge(n, 1, Integer::sum));
            owned.merge(panel.nodes().getFirst(), 1, Integer::sum);
        }
        // 600 and 200 each are even; four standard deviations of a fair draw allow for 62 and 51.
        checks.values().forEach(n -> assertTrue(Math.abs(n - 600) < 62, checks.toString()));
        owned.values().forEach(n -> assertTrue(Math.abs(n - 200) < 51, owned.toString()));
    }

    @Test
    void movesOnlyThePlacesOfANodeThatGoes() {
        var fewer = NODES.subList(0, 4);
        for (int i = 0; i < 200; i++) {
            Panel before = Panel.of(instance(i), NODES);
            Panel after = Panel.of(instance(i), fewer);
            var stays = new ArrayList<>(before.nodes());
            stays.remove("fra-5");
            assertEquals(stays, after.nodes().subList(0, stays.size()));
        }
    }

    @Test
    void hasNoMoreThanThereAre() {
        assertEquals(List.of("a"), Panel.of(instance(1), List.of("a")).nodes());
        assertEquals(List.of(), Panel.of(instance(1), List.of()).nodes());
        assertEquals(2, Panel.of(instance(1), List.of("a", "b")).nodes().size());
    }

    @Test
    void failsWhenMoreThanHalfSaySo() {
        assertEquals(Optional.of(false), THREE.verdict(Map.of("a", false, "b", false, "c", true)));
        assertEquals(Optional.of(false), THREE.verdict(Map.of("a", false, "b", false)));
        assertEquals(Optional.of(true), THREE.verdict(Map.of("a", false, "b", true, "c", true)));
    }

    @Test
    void saysNothingWhileTooFewHaveSpoken() {
        assertEquals(Optional.empty(), THREE.verdict(Map.of()));
        assertEquals(Optional.empty(), THREE.verdict(Map.of("a", false)));
        assertEquals(Optional.empty(), THREE.verdict(Map.of("a", false, "b", true)));
        assertEquals(Optional.empty(), new Panel(List.of()).verdict(Map.of()));
    }

    @Test
    void doesNotFailOnOneVoiceOfTwo() {
        var two = new Panel(List.of("a", "b"));
        assertEquals(Optional.of(true), two.verdict(Map.of("a", false, "b", true)));
        assertEquals(Optional.empty(), two.verdict(Map.of("a", false)));
        assertEquals(Optional.of(false), two.verdict(Map.of("a", false, "b", false)));
    }

    @Test
    void doesNotCountWhoIsNotOfThePanel() {
        assertEquals(Optional.empty(), THREE.verdict(Map.of("a", false, "x", false, "y", false)));
    }
}
