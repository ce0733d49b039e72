package dev.drover.registry.plane;

import dev.drover.plane.KeySteps;
import dev.drover.registry.Registry;
import dev.drover.registry.Unavailable;
import dev.drover.registry.command.Command;
import dev.drover.registry.command.Outcome;
import dev.drover.registry.entry.KeyStep;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How far keys of zones have got, as nodes with one registry know it. */
final class AgreedKeySteps implements KeySteps {
    private final Supplier<@Nullable Registry> shared;

    /** @param shared the registry, if other nodes have it as well, nobody else writes there, and it has been read */
    AgreedKeySteps(Supplier<@Nullable Registry> shared) {
        this.shared = shared;
    }

    @Override
    public boolean isKnown() {
        return shared.get() != null;
    }

    @Override
    public boolean isHeard() {
        Registry registry = shared.get();
        return registry != null && registry.contact().leader();
    }

    @Override
    public List<Step> all() {
        Registry registry = shared.get();
        return registry == null
                ? List.of()
                : registry.state().keySteps().stream()
                        .map(s -> new Step(s.zone(), s.number(), s.text()))
                        .toList();
    }

    @Override
    public boolean put(Step step) throws NotAgreed {
        Registry registry = shared.get();
        if (registry == null) {
            throw new NotAgreed("the registry that nodes share has not been read yet");
        }
        try {
            return switch (registry.apply(
                    new Command.PutKeyStep(new KeyStep(step.zone(), step.number(), step.text())))) {
                case Outcome.Done _ -> true;
                case Outcome.No _ -> false;
                case Outcome.Refused refused -> throw new NotAgreed(refused.message());
                case Outcome.Committed _, Outcome.RolledBack _ -> throw new IllegalStateException("no transaction");
            };
        } catch (Unavailable e) {
            throw new NotAgreed("nothing can be agreed on now: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotAgreed("interrupted");
        }
    }
}
