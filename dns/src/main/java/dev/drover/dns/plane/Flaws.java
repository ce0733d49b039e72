package dev.drover.dns.plane;

import dev.drover.model.Problem;
import dev.drover.plane.NotPrepared;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/** What keeps a model from being prepared: each part is looked at, whatever is wrong with those before it, and each problem told once. */
final class Flaws {
    private final Set<Problem> problems = new LinkedHashSet<>();

    /** A part that is prepared, or what is wrong with it. */
    interface Part<T> {
        T prepare() throws NotPrepared;
    }

    void add(Collection<Problem> more) {
        problems.addAll(more);
    }

    /** @param otherwise stands in for a part that cannot be prepared until {@link #refuse} */
    <T> T of(Part<T> part, T otherwise) {
        try {
            return part.prepare();
        } catch (NotPrepared e) {
            add(e.problems());
            return otherwise;
        }
    }

    /** Fails with all of it, in reading order, where there is any. */
    void refuse() throws NotPrepared {
        if (!problems.isEmpty()) {
            throw new NotPrepared(
                    problems.stream().sorted(Problem.IN_READING_ORDER).toList());
        }
    }
}
