package dev.drover.registry.plane;

import dev.drover.plane.Challenges;
import dev.drover.registry.Registry;
import dev.drover.registry.Unavailable;
import dev.drover.registry.command.Command;
import dev.drover.registry.command.Outcome;
import dev.drover.registry.entry.Challenge;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The challenges that nodes with one registry answer. */
final class AgreedChallenges implements Challenges {
    private final Supplier<@Nullable Registry> shared;

    /** @param shared the registry, if other nodes have it as well, and nobody else writes there */
    AgreedChallenges(Supplier<@Nullable Registry> shared) {
        this.shared = shared;
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
    public List<Kept> all() {
        Registry registry = shared.get();
        return registry == null
                ? List.of()
                : registry.state().challenges().stream()
                        .map(c -> new Kept(c.name(), c.value(), c.by(), c.node(), c.since(), c.until()))
                        .toList();
    }

    @Override
    public Done put(Kept kept) throws NotAgreed {
        return apply(new Command.PutChallenge(
                new Challenge(kept.name(), kept.value(), kept.by(), kept.node(), kept.since(), kept.until())));
    }

    @Override
    public Done remove(String name, String value) throws NotAgreed {
        return apply(new Command.RemoveChallenge(name, value));
    }

    private Done apply(Command command) throws NotAgreed {
        Registry registry = shared.get();
        if (registry == null) {
            throw new NotAgreed("this node shares no registry", false);
        }
        try {
            return switch (registry.apply(command)) {
                case Outcome.Done _ -> new Done(true, List.of());
                case Outcome.No _ -> new Done(false, List.of());
                case Outcome.Refused refused -> throw new NotAgreed(refused.message(), false);
                case Outcome.Committed _, Outcome.RolledBack _ -> throw new IllegalStateException("no transaction");
            };
        } catch (Unavailable e) {
            throw new NotAgreed(
                    "nothing can be agreed on now: " + e.getMessage()
                            + "; what nodes answer they go on with until it ends",
                    e.maybeDone());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotAgreed("interrupted", true);
        }
    }
}
