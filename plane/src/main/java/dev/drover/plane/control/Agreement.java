package dev.drover.plane.control;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The model that the nodes of a cluster agreed on last, and who of them runs it.
 *
 * @param how as in {@link Version}
 * @param confirmBy what ran before comes back at this moment unless confirmed; null when it is for good
 * @param silentSince present while nothing can be agreed on, and what is told of others is old
 */
public record Agreement(
        long generation,
        String author,
        Instant at,
        String how,
        @Nullable Instant confirmBy,
        @Nullable Instant silentSince,
        List<Member> nodes) {
    public Agreement {
        nodes = List.copyOf(nodes);
    }

    /** How many run it. */
    public long running() {
        return nodes.stream().filter(n -> n.state() == State.RUNS).count();
    }

    /** Whether nobody is left of whom an answer is to be expected soon. */
    public boolean settled() {
        return nodes.stream().noneMatch(n -> n.state() == State.WAITS);
    }

    /**
     * A node of the cluster.
     *
     * @param runs the generation in force there, as far as that is known; 0: it was never heard of
     * @param heard when it said so
     * @param problems why it cannot run it
     */
    public record Member(
            String node, State state, long runs, @Nullable Instant heard, List<String> problems) {
        public Member {
            problems = List.copyOf(problems);
        }
    }

    /** What a node makes of it. */
    public enum State {
        RUNS,
        /** It cannot, and goes on with what it ran. */
        CANNOT,
        /** It has not said anything of it yet. */
        WAITS,
        /** It is gone, or was never there; it follows when it comes. */
        AWAY
    }
}
