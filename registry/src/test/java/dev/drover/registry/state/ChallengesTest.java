package dev.drover.registry.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.registry.command.Command;
import dev.drover.registry.command.Outcome;
import dev.drover.registry.entry.Challenge;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What certification authorities look for: few, and none for long. */
final class ChallengesTest {
    private static final String NAME = "_acme-challenge.example.com.";
    private Instant now = Instant.parse("2030-01-01T00:00:00Z");
    private State state = State.EMPTY;

    private Outcome apply(Command command) {
        var next = Transition.of(state, command, state.index() + 1, now);
        state = next.state();
        return next.outcome();
    }

    private Outcome put(String name, String value) {
        return apply(
                new Command.PutChallenge(new Challenge(name, value, "ada", "a", now, now.plus(Duration.ofHours(1)))));
    }

    private List<String> values() {
        return state.challenges().stream().map(Challenge::value).toList();
    }

    @Test
    void keepsSeveralValuesOfANameAndEachOnce() {
        put(NAME, "one");
        put(NAME, "two");
        now = now.plusSeconds(60);
        put(NAME, "one");
        assertEquals(List.of("two", "one"), values());
        assertEquals(now, state.challenges().getLast().since());
    }

    @Test
    void removesOneValueOrAllOfAName() {
        put(NAME, "one");
        put(NAME, "two");
        put(NAME, "three");
        put("_acme-challenge.other.example.", "one");
        assertInstanceOf(Outcome.Done.class, apply(new Command.RemoveChallenge(NAME, "two")));
        assertInstanceOf(Outcome.No.class, apply(new Command.RemoveChallenge(NAME, "two")));
        assertEquals(List.of("one", "three", "one"), values());
        apply(new Command.RemoveChallenge(NAME, ""));
        assertEquals(List.of("one"), values());
    }

    @Test
    void isBoundedForEachNameAndInAllUntilSomethingIsOver() {
        for (int i = 0; i < ChallengeRules.MOST_OF_A_NAME; i++) {
            assertInstanceOf(Outcome.Done.class, put(NAME, "value " + i));
        }
        Outcome.Refused refused = assertInstanceOf(Outcome.Refused.class, put(NAME, "one more"));
        assertEquals(NAME + " has 16 values already, and cannot have more", refused.message());
        assertInstanceOf(Outcome.Done.class, put(NAME, "value 3"));
        for (int i = ChallengeRules.MOST_OF_A_NAME; i < ChallengeRules.MOST; i++) {
            put("_acme-challenge.n" + i + ".example.", "x");
        }
        assertInstanceOf(Outcome.Refused.class, put("_acme-challenge.last.example.", "x"));
        now = now.plus(Duration.ofHours(1));
        assertInstanceOf(Outcome.Done.class, put(NAME, "one more"));
        assertEquals(List.of("one more"), values());
    }

    @Test
    void takesNoneThatStaysLongerThanADay() {
        var forever = new Challenge(NAME, "x", "ada", "a", now, now.plus(Duration.ofHours(25)));
        assertInstanceOf(Outcome.Refused.class, apply(new Command.PutChallenge(forever)));
        assertTrue(values().isEmpty());
    }

    @Test
    void isInSnapshotsAndNotInCopies() throws Exception {
        put(NAME, "one");
        assertEquals(state.challenges(), Image.of(state).state().challenges());
        assertEquals(List.of(), Copy.read(Copy.of(state)).challenges());
    }
}
