package dev.drover.plane.control;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a question to the names is answered, and why.
 *
 * @param zone its origin; null where there is none
 * @param at where the name, else the zone, is declared: {@code drover.yaml:12:5}; empty without a zone
 * @param rcode {@code NOERROR}, {@code NXDOMAIN}, {@code REFUSED}, ...
 * @param answer records as a zone file has them
 * @param authority records of the second section
 * @param chain null for a name whose answer is the same for everybody
 */
public record Naming(
        String name,
        String type,
        @Nullable String zone,
        String at,
        String rcode,
        List<String> answer,
        List<String> authority,
        @Nullable Chain chain) {
    public Naming {
        answer = List.copyOf(answer);
        authority = List.copyOf(authority);
    }

    /**
     * How a steered name came to its answer.
     *
     * @param client the address that counted, and where it is
     * @param candidates all that could be answered, and whether they are up
     * @param scope bits of the client's address for which the answer holds; a resolver may give it to all of them
     * @param ttl how long resolvers may keep it, in seconds
     * @param staleness how long, at worst, clients are sent to who died: detection and TTL, as it was added up
     */
    public record Chain(
            String client, List<Candidate> candidates, List<Step> steps, int scope, int ttl, String staleness) {
        public Chain {
            candidates = List.copyOf(candidates);
            steps = List.copyOf(steps);
        }
    }

    public record Candidate(String name, boolean up, String why, List<String> addresses) {
        public Candidate {
            addresses = List.copyOf(addresses);
        }
    }

    /**
     * One step.
     *
     * @param kept who was left
     * @param note on the step as a whole; may be empty
     */
    public record Step(String step, List<String> kept, List<Removed> removed, String note) {
        public Step {
            kept = List.copyOf(kept);
            removed = List.copyOf(removed);
        }
    }

    public record Removed(String name, String why) {}
}
