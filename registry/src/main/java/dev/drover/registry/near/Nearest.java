package dev.drover.registry.near;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Lists in ascending order of the estimated round-trip time: {@code ?near=NODE}, and the sites to ask after one's own. */
public final class Nearest {
    private Nearest() {}

    /**
     * The same entries, nearest first. Those without a coordinate come last; those equally near stay in their order; if
     * {@code source} has no coordinate all do.
     *
     * @param node the node that an entry is on
     * @param coordinates of a node, null where it has none
     */
    public static <T> List<T> sort(
            List<T> entries,
            Function<T, String> node,
            String source,
            Function<String, @Nullable Coordinate> coordinates) {
        Coordinate from = source.isEmpty() ? null : coordinates.apply(source);
        if (from == null) {
            return List.copyOf(entries);
        }
        var seconds = new IdentityHashMap<T, Double>();
        entries.forEach(e -> seconds.put(e, Coordinate.seconds(from, coordinates.apply(node.apply(e)))));
        var sorted = new ArrayList<>(entries);
        sorted.sort(Comparator.comparingDouble(e -> seconds.getOrDefault(e, Double.POSITIVE_INFINITY)));
        return List.copyOf(sorted);
    }

    /**
     * Sites by the median of the round-trip times to their members, then by name.
     *
     * @param members the coordinates of each site's members, null for one without; at least one member per site
     */
    public static List<String> sites(@Nullable Coordinate from, Map<String, List<@Nullable Coordinate>> members) {
        Function<String, Double> median = site -> {
            var all = members.getOrDefault(site, List.of()).stream()
                    .map(to -> Coordinate.seconds(from, to))
                    .sorted()
                    .toList();
            return all.isEmpty() ? Double.POSITIVE_INFINITY : all.get(all.size() / 2);
        };
        return members.keySet().stream()
                .sorted(Comparator.comparing(median).thenComparing(Comparator.naturalOrder()))
                .toList();
    }
}
