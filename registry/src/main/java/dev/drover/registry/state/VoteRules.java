package dev.drover.registry.state;

import dev.drover.registry.command.Command;
import dev.drover.registry.entry.Vote;

/** How the measurements of nodes change. One that says what was said already changes nothing. */
final class VoteRules {
    private VoteRules() {}

    static void apply(Draft draft, Command.Votes command) {
        switch (command) {
            case Command.PutVotes(var votes) -> votes.forEach(v -> put(draft, v));
            case Command.RemoveVotes(var votes) -> votes.forEach(draft::drop);
        }
    }

    private static void put(Draft draft, Vote vote) {
        if (!vote.equals(draft.tables().votes.get(Tables.key(vote)))) {
            draft.put(vote);
        }
    }

    /** A node that is gone has no voice. */
    static void removeOf(Draft draft, String node) {
        for (var vote : draft.tables().votes.values()) {
            if (vote.node().equalsIgnoreCase(node)) {
                draft.drop(vote);
            }
        }
    }
}
