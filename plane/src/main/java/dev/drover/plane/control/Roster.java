package dev.drover.plane.control;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who keeps the registry, and who uses it, as seen from one node.
 *
 * @param self the node that was asked
 * @param staleSince present while nothing can be written: what is told of others may be old
 * @param votes null where Drover's nodes do not vote: each keeps its own registry, or ZooKeeper's servers keep it elsewhere
 * @param servers of an ensemble of ZooKeeper that exists; else empty
 * @param members first those that vote
 * @param advice what to do, most urgent first
 */
public record Roster(
        String self,
        Kept kept,
        @Nullable Instant staleSince,
        @Nullable Votes votes,
        List<String> servers,
        List<Member> members,
        List<Advice> advice) {
    public Roster {
        servers = List.copyOf(servers);
        members = List.copyOf(members);
        advice = List.copyOf(advice);
    }

    /** Where the order of writes is kept. */
    public enum Kept {
        /** There is no registry. */
        NOWHERE,
        /** By this node, for itself. */
        HERE,
        /** By nodes of Drover's together. */
        ENSEMBLE,
        /** By ZooKeeper's servers that exist without Drover. */
        CONNECTED
    }

    /**
     * The votes of an ensemble.
     *
     * @param all how many there are
     * @param present how many of them are heard, and see the leader
     * @param needed more than half of all
     * @param bears how many more may be lost before nothing can be written; negative where that is so already
     */
    public record Votes(int all, int present, int needed, int bears) {
        public static Votes of(int all, int present) {
            int needed = all / 2 + 1;
            return new Votes(all, present, needed, present - needed);
        }
    }

    /**
     * A node.
     *
     * @param name as the file has it; empty where none has this address
     * @param votes whether its vote counts, be it here or not
     * @param named whether the file wants it in the ensemble
     * @param since when it came, went or left; null where nobody knows
     * @param runs the generation in force there, as far as that was told; 0: never
     * @param version of Drover; empty where it is not known
     */
    public record Member(
            String name,
            String address,
            Part part,
            boolean votes,
            boolean named,
            @Nullable Instant since,
            long runs,
            String version) {}

    /** What somebody does. */
    public enum Part {
        LEADER,
        FOLLOWER,
        /** It takes what the others hold, and does not vote yet. */
        JOINING,
        /** It runs and has no vote yet: it waits for the others, or cannot begin. */
        WAITING,
        /** It runs and sees no leader. */
        LEADERLESS,
        /** It has another secret, or is no node of Drover's. */
        STRANGER,
        /** It belongs to the ensemble, or shall, and is not heard. */
        MISSING,
        /** It uses the registry and has no say in it. */
        CLIENT,
        /** It keeps a registry for itself. */
        ALONE,
        /** It uses the registry, and is not heard. */
        GONE,
        /** It left for good. */
        LEFT
    }

    /** A sentence, and what mends it. */
    public record Advice(String what, String fix) {}
}
