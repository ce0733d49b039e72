package dev.drover.policy.vantage;

import dev.drover.board.InstanceId;
import dev.drover.policy.hash.Hash64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The nodes that measure one instance: its owner, and deputies who measure it as well, so that one node with a broken network does not
 * take out what others reach.
 *
 * <p>Each node finds the same panel by itself: that of the highest random weight (Thaler and Ravishankar, "Using Name-Based Mappings
 * to Increase Hit Rates", 1998), a form of consistent hashing. When a node goes, only its places move, each to another node.
 *
 * @param nodes the owner first; empty where there is no node at all
 */
public record Panel(List<String> nodes) {
    /** An owner and two deputies: with three, one that is wrong is outvoted. */
    public static final int SIZE = 3;

    public Panel {
        nodes = List.copyOf(nodes);
    }

    /**
     * The panel of an instance.
     *
     * @param present the nodes that could measure it now, each once
     */
    public static Panel of(InstanceId instance, Collection<String> present) {
        if (present.size() == 1) {
            return new Panel(List.copyOf(present));
        }
        long subject = Hash64.of(instance.service() + "/" + instance.instance());
        return new Panel(present.stream()
                .map(node -> new Candidate(node, Hash64.mix(subject ^ Hash64.of(node))))
                .sorted(Comparator.comparingLong(Candidate::weight).reversed().thenComparing(Candidate::node))
                .limit(SIZE)
                .map(Candidate::node)
                .toList());
    }

    private record Candidate(String node, long weight) {}

    public boolean has(String node) {
        return nodes.contains(node);
    }

    /** Whether it speaks for the instance, where one has to. */
    public boolean isOwnedBy(String node) {
        return !nodes.isEmpty() && nodes.getFirst().equals(node);
    }

    /**
     * What the majority says: failed when more than half of the panel says so, passing when at least half does.
     *
     * @param votes by node, whether it passes; of others than the panel they do not count
     * @return empty while too few have said anything
     */
    public Optional<Boolean> verdict(Map<String, Boolean> votes) {
        long failed =
                nodes.stream().filter(n -> Boolean.FALSE.equals(votes.get(n))).count();
        long passing =
                nodes.stream().filter(n -> Boolean.TRUE.equals(votes.get(n))).count();
        if (failed * 2 > nodes.size()) {
            return Optional.of(false);
        }
        return passing > 0 && passing * 2 >= nodes.size() ? Optional.of(true) : Optional.empty();
    }
}
