package dev.drover.registry.ensemble;

import dev.drover.registry.Unavailable;
import java.util.Optional;
import java.util.stream.Collectors;

/** What this node last learnt of who belongs to the ensemble: it stays when nobody can be asked any more. */
final class Known {
    private volatile Optional<Roll> roll = Optional.empty();

    void learn(Roll learnt) {
        roll = Optional.of(learnt);
    }

    /** Looks who is there first: where nobody leads, nobody has to be asked for the list. */
    Census look(Lookout lookout, EnsembleMember.Settings settings, Ensemble ensemble) throws InterruptedException {
        var first = lookout.look(settings.members(), settings.ports(), roll);
        if (first.leader().isEmpty() && first.seen().values().stream().noneMatch(Census.Doing::takesPart)) {
            return first;
        }
        try {
            var now = ensemble.members();
            learn(now);
            var asked = now.seats().stream().map(Seat::address).collect(Collectors.toSet());
            return first.seen().keySet().containsAll(asked)
                    ? new Census(roll, first.seen())
                    : lookout.look(settings.members(), settings.ports(), roll);
        } catch (Unavailable e) {
            return first;
        }
    }
}
