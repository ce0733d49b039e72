package dev.drover.registry.plane;

import dev.drover.plane.SharedModels;
import dev.drover.plane.Ticker;
import dev.drover.plane.control.Source;
import dev.drover.registry.Contact;
import dev.drover.registry.Registry;
import dev.drover.registry.Unavailable;
import dev.drover.registry.command.Command;
import dev.drover.registry.command.Outcome;
import dev.drover.registry.entry.AppliedModel;
import dev.drover.registry.entry.Check;
import dev.drover.registry.entry.CheckStatus;
import dev.drover.registry.entry.ModelWord;
import dev.drover.registry.replica.Replica;
import dev.drover.registry.state.State;
import dev.drover.registry.state.Topic;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The models of the cluster, as the registry of the moment holds them. */
final class AgreedModels implements SharedModels {
    private final Supplier<@Nullable Registry> shared;
    private final Ticker ticker;
    private volatile Runnable listener = () -> {};

    /** @param shared the registry, if other nodes have it as well */
    AgreedModels(Supplier<@Nullable Registry> shared, Ticker ticker) {
        this.shared = shared;
        this.ticker = ticker;
    }

    /** From now on changes of this one are told. */
    void follow(Replica replica) {
        replica.listen(new Replica.Listener() {
            @Override
            public void changed(Set<Topic> topics) {
                if (topics.contains(new Topic.Models()) || topics.contains(new Topic.Everything())) {
                    listener.run();
                }
            }

            @Override
            public void replaced() {
                listener.run();
            }
        });
    }

    @Override
    public void listen(Runnable changed) {
        listener = changed;
    }

    @Override
    public boolean isShared() {
        return shared.get() != null;
    }

    @Override
    public boolean isKnown() {
        Registry registry = shared.get();
        return registry != null && registry.isKnown();
    }

    @Override
    public Optional<Instant> silentSince() {
        Registry registry = shared.get();
        if (registry == null) {
            return Optional.empty();
        }
        Contact contact = registry.contact();
        return contact.leader()
                ? Optional.empty()
                : Optional.of(ticker.instant().minus(contact.ago()));
    }

    private State state() {
        Registry registry = shared.get();
        return registry == null ? State.EMPTY : registry.state();
    }

    @Override
    public List<Stored> all() {
        return state().models().stream().map(AgreedModels::stored).toList();
    }

    private static Stored stored(AppliedModel model) {
        return new Stored(
                model.generation(),
                model.node(),
                model.author(),
                model.at(),
                model.how(),
                model.file(),
                model.confirmBy(),
                model.backTo());
    }

    @Override
    public Optional<Source> source(long generation) {
        return state().models().stream()
                .filter(m -> m.generation() == generation)
                .findFirst()
                .map(m -> Bundle.read(m.bundle()));
    }

    @Override
    public boolean store(Stored model, Source source, long after) throws NotStored {
        var applied = new AppliedModel(
                model.generation(),
                model.node(),
                model.author(),
                model.at(),
                model.how(),
                model.file(),
                model.confirmBy(),
                model.backTo(),
                Bundle.of(source));
        return apply(new Command.StoreModel(applied, after));
    }

    @Override
    public boolean confirm(long generation, String by) throws NotStored {
        return apply(new Command.ConfirmModel(generation, by));
    }

    @Override
    public void tell(String node, Word word) throws NotStored {
        var said = new ModelWord(node, word.generation(), word.runs(), word.problems(), Instant.EPOCH);
        apply(new Command.TellModel(said));
    }

    /** Whether its condition held. */
    private boolean apply(Command command) throws NotStored {
        Registry registry = shared.get();
        if (registry == null) {
            throw new NotStored("this node shares its model with nobody", false);
        }
        try {
            return switch (registry.apply(command)) {
                case Outcome.Done _ -> true;
                case Outcome.No _ -> false;
                case Outcome.Refused refused -> throw new NotStored(refused.message(), false);
                case Outcome.Committed _, Outcome.RolledBack _ -> throw new IllegalStateException("no transaction");
            };
        } catch (Unavailable e) {
            throw new NotStored(String.valueOf(e.getMessage()), e.maybeDone());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotStored("interrupted", true);
        }
    }

    @Override
    public List<Told> told() {
        State state = state();
        return state.modelWords().stream().map(word -> told(state, word)).toList();
    }

    private static Told told(State state, ModelWord word) {
        Check liveness = state.check(word.node(), Check.LIVENESS);
        return new Told(
                word.node(),
                new Word(word.generation(), word.runs(), word.problems()),
                word.at(),
                liveness == null || liveness.status() != CheckStatus.CRITICAL);
    }
}
