package dev.drover.registry.ensemble;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An ensemble as it was seen from one node at one moment.
 *
 * @param roll who belongs to it; empty where nobody could be asked that
 * @param seen what each address does, of those that belong to it and those that are declared
 */
public record Census(Optional<Roll> roll, Map<String, Doing> seen) {
    /** What is seen of a member. */
    public enum Doing {
        LEADS,
        FOLLOWS,
        /** It takes what the others have, and does not vote yet. */
        CATCHES_UP,
        /** It runs and sees no leader. */
        SEES_NO_LEADER,
        /** It runs and belongs to none. */
        WAITS,
        /** It has another secret, or is no node of Drover's. */
        STRANGER,
        SILENT;

        static Doing of(Answer answer) {
            return switch (answer) {
                case Answer.Serves(var part) ->
                    switch (part) {
                        case LEADS -> LEADS;
                        case FOLLOWS -> FOLLOWS;
                        case OBSERVES -> CATCHES_UP;
                        case UNDECIDED -> SEES_NO_LEADER;
                    };
                case Answer.Waits _ -> WAITS;
                case Answer.Stranger() -> STRANGER;
                case Answer.Silent(boolean reached) -> reached ? SEES_NO_LEADER : SILENT;
            };
        }

        /** Whether its vote counts now for whatever is to be agreed on. */
        public boolean takesPart() {
            return this == LEADS || this == FOLLOWS;
        }
    }

    public Census {
        seen = Map.copyOf(seen);
    }

    public Doing at(String address) {
        return seen.getOrDefault(address, Doing.SILENT);
    }

    /** Whose votes count. */
    public List<Seat> voters() {
        return roll.map(Roll::voters).orElse(List.of());
    }

    /** How many of them take part. */
    public int present() {
        return (int) voters().stream().filter(s -> at(s.address()).takesPart()).count();
    }

    /** The address of who leads. */
    public Optional<String> leader() {
        return seen.entrySet().stream()
                .filter(e -> e.getValue() == Doing.LEADS)
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
