package dev.drover.registry.moving;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts what does not come along, by why. */
final class Leftovers {
    private final Map<Kind, Integer> counts = new LinkedHashMap<>();

    /** A kind of things that stay behind. */
    record Kind(String one, String many, String why) {}

    void add(Kind kind, int count) {
        if (count > 0) {
            counts.merge(kind, count, Integer::sum);
        }
    }

    List<Plan.Left> list() {
        return counts.entrySet().stream()
                .map(e -> new Plan.Left(
                        words(e.getValue(), e.getKey()), e.getKey().why()))
                .toList();
    }

    private static String words(int count, Kind kind) {
        return count + " " + (count == 1 ? kind.one() : kind.many());
    }
}
