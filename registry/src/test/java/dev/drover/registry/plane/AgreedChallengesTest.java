package dev.drover.registry.plane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.plane.Challenges.Kept;
import dev.drover.plane.Challenges.NotAgreed;
import dev.drover.registry.MemoryRegistry;
import dev.drover.registry.Registry;
import dev.drover.testkit.FakeTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What certification authorities look for, as nodes with one registry meet it. */
final class AgreedChallengesTest {
    private static final String NAME = "_acme-challenge.example.com.";
    private final FakeTime time = new FakeTime();
    private final MemoryRegistry memory = new MemoryRegistry(time);
    private final AtomicReference<@Nullable Registry> shared = new AtomicReference<>(memory);
    private final AgreedChallenges challenges = new AgreedChallenges(shared::get);

    private Kept kept(String value) {
        Instant now = time.instant();
        return new Kept(NAME, value, "ada", "a", now, now.plusSeconds(60));
    }

    @Test
    void bringsBackWhatWasAgreedOn() throws Exception {
        challenges.put(kept("one"));
        challenges.put(kept("two"));
        assertEquals(List.of(kept("one"), kept("two")), challenges.all());
        assertTrue(challenges.remove(NAME, "one").changed());
        assertFalse(challenges.remove(NAME, "one").changed());
        assertEquals(List.of(kept("two")), challenges.all());
    }

    @Test
    void tellsWhyThereCannotBeMore() throws Exception {
        for (int i = 0; i < 16; i++) {
            challenges.put(kept("value " + i));
        }
        NotAgreed full = assertThrows(NotAgreed.class, () -> challenges.put(kept("one more")));
        assertEquals(NAME + " has 16 values already, and cannot have more", full.getMessage());
        assertFalse(full.maybeDone());
    }

    @Test
    void goesOnWithWhatThereIsWhenNothingCanBeAgreedOn() throws Exception {
        challenges.put(kept("one"));
        memory.cutOff(true);
        NotAgreed refused = assertThrows(NotAgreed.class, () -> challenges.put(kept("two")));
        assertEquals(
                "nothing can be agreed on now: No cluster leader; what nodes answer they go on with until it ends",
                refused.getMessage());
        assertEquals(List.of(kept("one")), challenges.all());
    }

    @Test
    void knowsNothingWhereNothingIsShared() throws Exception {
        challenges.put(kept("one"));
        assertTrue(challenges.isKnown());
        shared.set(null);
        assertFalse(challenges.isShared());
        assertFalse(challenges.isKnown());
        assertEquals(List.of(), challenges.all());
        assertThrows(NotAgreed.class, () -> challenges.put(kept("two")));
    }
}
