package dev.drover.registry.query;

import dev.drover.registry.entry.Node;
import dev.drover.registry.near.Coordinate;
import dev.drover.registry.near.Nearest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * In which order instances are told: shuffled, then by the estimated round-trip time from a node, where that is wanted and known.
 *
 * @param source the node to sort by; empty to leave them shuffled
 * @param limit how many to tell at most; 0 for all
 */
public record Order(String source, int limit) {
    private static final int LOOKED_AT = 10;

    /**
     * The order that a query and whoever asks want together.
     *
     * @param asked {@code ?near=} of the request, which counts more than the query's own
     * @param agent the node of the agent that was asked: {@code _agent}
     * @param ip the address that the request came from, by which {@code _ip} is found among {@code nodes}
     */
    public static Order of(
            ServiceQuery query, String asked, int limit, String agent, String ip, Collection<Node> nodes) {
        String near = asked.isEmpty() ? query.near() : asked;
        String source = switch (near) {
            case "_agent" -> agent;
            case "_ip" ->
                nodes.stream()
                        .filter(n -> n.address().equals(ip))
                        .map(Node::name)
                        .findFirst()
                        .orElse("");
            default -> near;
        };
        return new Order(source, limit);
    }

    /**
     * Puts them in order.
     *
     * @param coordinates of a node, null where it has none
     */
    public List<Candidate> sort(
            List<Candidate> candidates, Function<String, @Nullable Coordinate> coordinates, RandomGenerator random) {
        var shuffled = new ArrayList<>(candidates);
        Collections.shuffle(shuffled, random);
        var sorted = new ArrayList<>(Nearest.sort(shuffled, c -> c.node().name(), source, coordinates));
        // those on the node itself are its nearest, whatever coordinates say; deeper than this they are not, if sorted
        for (int i = 0; i < Math.min(LOOKED_AT, sorted.size()); i++) {
            if (!source.isEmpty() && sorted.get(i).node().name().equals(source)) {
                Collections.swap(sorted, 0, i);
                break;
            }
        }
        return limit > 0 && sorted.size() > limit ? List.copyOf(sorted.subList(0, limit)) : List.copyOf(sorted);
    }
}
