package dev.drover.registry.plane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.plane.KeySteps.NotAgreed;
import dev.drover.plane.KeySteps.Step;
import dev.drover.registry.MemoryRegistry;
import dev.drover.registry.Registry;
import dev.drover.testkit.FakeTime;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How far keys of zones have got, as nodes with one registry meet it. */
final class AgreedKeyStepsTest {
    private static final Step FIRST = new Step("example.com.", 1, "one");
    private static final Step SECOND = new Step("example.com.", 2, "two");
    private final MemoryRegistry memory = new MemoryRegistry(new FakeTime());
    private final AtomicReference<@Nullable Registry> shared = new AtomicReference<>(memory);
    private final AgreedKeySteps steps = new AgreedKeySteps(shared::get);

    @Test
    void goesForwardAloneAndForOneOfTwo() throws Exception {
        assertTrue(steps.put(FIRST));
        assertTrue(steps.put(new Step("example.net.", 1, "other")));
        assertTrue(steps.put(SECOND));
        assertFalse(steps.put(new Step("example.com.", 2, "of a slower node")));
        assertFalse(steps.put(FIRST));
        assertEquals(List.of(SECOND, new Step("example.net.", 1, "other")), steps.all());
    }

    @Test
    void keepsWhatThereIsWhenNothingCanBeAgreedOn() throws Exception {
        assertTrue(steps.put(FIRST));
        assertTrue(steps.isHeard());
        memory.cutOff(true);
        assertTrue(steps.isKnown());
        assertFalse(steps.isHeard());
        NotAgreed refused = assertThrows(NotAgreed.class, () -> steps.put(SECOND));
        assertEquals("nothing can be agreed on now: No cluster leader", refused.getMessage());
        assertEquals(List.of(FIRST), steps.all());
    }

    @Test
    void isBoundedInWhatAStepSays() {
        NotAgreed refused =
                assertThrows(NotAgreed.class, () -> steps.put(new Step("example.com.", 1, "x".repeat(2000))));
        assertEquals("a step of keys of more than 1024 characters", refused.getMessage());
    }

    @Test
    void knowsNothingWhereNothingIsSharedOrHasBeenRead() throws Exception {
        assertTrue(steps.put(FIRST));
        shared.set(null);
        assertFalse(steps.isKnown());
        assertFalse(steps.isHeard());
        assertEquals(List.of(), steps.all());
        assertThrows(NotAgreed.class, () -> steps.put(SECOND));
    }
}
