package dev.drover.registry.state;

import dev.drover.registry.command.Command;
import dev.drover.registry.entry.Challenge;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** How the values change that certification authorities look for: few, and none for long. What is over goes with the next change. */
final class ChallengeRules {
    static final int MOST_OF_A_NAME = 16;
    static final int MOST = 1000;
    static final Duration LONGEST = Duration.ofHours(24);

    private ChallengeRules() {}

    /** Whether its condition held. */
    static boolean apply(Draft draft, Command.Challenges command) {
        return switch (command) {
            case Command.PutChallenge(var challenge) -> {
                put(draft, challenge);
                yield true;
            }
            case Command.RemoveChallenge(var name, var value) ->
                remove(
                        draft,
                        c -> c.name().equals(name)
                                && (value.isEmpty() || c.value().equals(value)));
        };
    }

    private static void put(Draft draft, Challenge challenge) {
        if (challenge.until().isAfter(draft.now().plus(LONGEST))) {
            throw new Refusal("a challenge ends after " + LONGEST.toHours() + " hours at the latest");
        }
        List<Challenge> others = draft.tables().challenges.stream()
                .filter(c -> c.until().isAfter(draft.now()))
                .filter(c -> !c.name().equals(challenge.name()) || !c.value().equals(challenge.value()))
                .toList();
        long same =
                others.stream().filter(c -> c.name().equals(challenge.name())).count();
        if (same >= MOST_OF_A_NAME) {
            throw new Refusal(challenge.name() + " has " + same + " values already, and cannot have more");
        }
        if (others.size() >= MOST) {
            throw new Refusal("there are " + others.size() + " challenges already, and cannot be more");
        }
        var next = new ArrayList<>(others);
        next.add(challenge);
        draft.putChallenges(next);
    }

    private static boolean remove(Draft draft, Predicate<Challenge> which) {
        List<Challenge> there = draft.tables().challenges;
        boolean any = there.stream().anyMatch(which);
        if (any) {
            draft.putChallenges(there.stream()
                    .filter(which.negate())
                    .filter(c -> c.until().isAfter(draft.now()))
                    .toList());
        }
        return any;
    }
}
