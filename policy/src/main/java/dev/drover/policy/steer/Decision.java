package dev.drover.policy.steer;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * What a chain came to.
 *
 * @param kept whose addresses are answered, in order; nobody where {@code fixed} is answered
 * @param fixed addresses that are answered because nobody is up
 * @param scope bits of the client's address that decided: every client that begins with the same ones is answered the same
 *     (RFC 7871 section 7.2.1)
 * @param taken the steps as they went
 */
public record Decision(List<Candidate> kept, List<InetAddress> fixed, int scope, List<Taken> taken) {
    public Decision {
        kept = List.copyOf(kept);
        fixed = List.copyOf(fixed);
        taken = List.copyOf(taken);
    }

    /** All that is answered, of both families. */
    public List<InetAddress> addresses() {
        var all = new ArrayList<>(fixed);
        kept.forEach(c -> all.addAll(c.addresses()));
        return all.stream().distinct().toList();
    }

    /**
     * One step as it went.
     *
     * @param step its word
     * @param kept who was left behind it
     * @param removed whom it took away
     * @param note what there is to say about it as a whole; may be empty
     */
    public record Taken(String step, List<Candidate> kept, List<Removed> removed, String note) {
        public Taken {
            kept = List.copyOf(kept);
            removed = List.copyOf(removed);
        }
    }

    public record Removed(Candidate candidate, String why) {}
}
