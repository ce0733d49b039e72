package dev.drover.registry.state;

import dev.drover.registry.command.Command;
import dev.drover.registry.command.Outcome;
import java.time.Instant;
import java.util.Set;

/**
 * What a command makes of a state: the next one, the outcome, and the topics whose answers may differ now.
 *
 * <p>A pure function. A command that is refused, or whose condition does not hold, changes nothing but the position.
 */
public record Transition(State state, Outcome outcome, Set<Topic> touched) {
    public Transition {
        touched = Set.copyOf(touched);
    }

    /**
     * Applies {@code command}.
     *
     * @param index its position, above the state's
     * @param at when it was asked for, by the clock of the node that was asked; time never goes back, whatever comes here
     */
    public static Transition of(State from, Command command, long index, Instant at) {
        if (index <= from.index()) {
            throw new IllegalArgumentException("position " + index + " does not follow " + from.index());
        }
        var draft = Draft.of(from, index, at);
        try {
            if (command instanceof Command.Copying copying) {
                var next = Restoring.apply(draft, copying);
                return new Transition(next.state(), new Outcome.Done(next.index()), next.touched());
            }
            var outcome = apply(draft, command);
            return new Transition(draft.state(), outcome, draft.touched());
        } catch (Refusal refusal) {
            return refused(from, index, at, String.valueOf(refusal.getMessage()));
        } catch (TxnRules.Failed failed) {
            return unchanged(from, new Outcome.RolledBack(index, failed.failures()), index, at);
        }
    }

    /** A command that is passed over. */
    public static Transition refused(State from, long index, Instant at, String why) {
        return unchanged(from, new Outcome.Refused(index, why), index, at);
    }

    private static Transition unchanged(State from, Outcome outcome, long index, Instant at) {
        return new Transition(Draft.of(from, index, at).state(), outcome, Set.of());
    }

    private static Outcome apply(Draft draft, Command command) {
        return switch (command) {
            case Command.Catalog c -> {
                CatalogRules.apply(draft, c);
                yield new Outcome.Done(draft.index());
            }
            case Command.Sessions s -> {
                SessionRules.apply(draft, s);
                yield new Outcome.Done(draft.index());
            }
            case Command.Queries q -> {
                QueryRules.apply(draft, q);
                yield new Outcome.Done(draft.index());
            }
            case Command.Votes v -> {
                VoteRules.apply(draft, v);
                yield new Outcome.Done(draft.index());
            }
            case Command.Kv kv ->
                KvRules.apply(draft, kv) ? new Outcome.Done(draft.index()) : new Outcome.No(draft.index());
            case Command.Txn txn -> new Outcome.Committed(draft.index(), TxnRules.apply(draft, txn.steps()));
            case Command.Fire(var event) -> {
                draft.fire(event);
                yield new Outcome.Done(draft.index());
            }
            case Command.Models m ->
                ModelRules.apply(draft, m) ? new Outcome.Done(draft.index()) : new Outcome.No(draft.index());
            case Command.Challenges c ->
                ChallengeRules.apply(draft, c) ? new Outcome.Done(draft.index()) : new Outcome.No(draft.index());
            case Command.Keys k ->
                KeyRules.apply(draft, k) ? new Outcome.Done(draft.index()) : new Outcome.No(draft.index());
            case Command.Copying c -> throw new IllegalStateException("told apart above");
            case Command.Nothing() -> new Outcome.Done(draft.index());
        };
    }
}
