package dev.drover.model.keys;

import dev.drover.model.tree.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Answers a key that is not known where it stands: what was probably meant, and where it would belong. */
final class Unknown {
    private Unknown() {}

    static void key(Tree.Entry entry, Keyed<?> map, Spot spot) {
        String known = map.what() + " has " + String.join(", ", map.names());
        spot.in(entry.key(), entry.value())
                .refuse(entry.at(), "unknown key (" + known + ")", answer(entry, map.names(), spot, "remove it"));
    }

    static void choice(Tree.Entry entry, Choice<?> choice, Spot spot) {
        spot.in(entry.key(), entry.value())
                .refuse(
                        entry.at(),
                        "unknown choice (expected: " + choice.expected() + ")",
                        answer(entry, choice.arguments(), spot, ""));
    }

    private static String answer(Tree.Entry entry, List<String> known, Spot spot, String otherwise) {
        if (spot.reading().isFull()) {
            return otherwise;
        }
        String word = entry.key();
        Optional<String> near = Nearest.to(word, known);
        if (near.isPresent() && Nearest.distance(Nearest.normal(word), Nearest.normal(near.get())) <= 1) {
            return "write " + near.get();
        }
        Optional<String> foreign = Foreign.answer(word, spot.path(), known);
        if (foreign.isPresent()) {
            return foreign.get();
        }
        Set<String> places = Places.KNOWN.getOrDefault(Nearest.normal(word), Set.of());
        if (!places.isEmpty()) {
            return "it belongs to " + String.join(" or ", places);
        }
        return near.map(n -> "write " + n).orElse(otherwise);
    }

    /** By key, the maps that have it: {@code interval} is at home in {@code services.NAME.health}. Made when first asked. */
    private static final class Places {
        static final Map<String, Set<String>> KNOWN = places();
    }

    private static Map<String, Set<String>> places() {
        var places = new HashMap<String, Set<String>>();
        walk("", RootKeys.ROOT, places, new ArrayList<>());
        return places;
    }

    private static void walk(String path, Shape<?> shape, Map<String, Set<String>> places, List<Shape<?>> above) {
        if (above.contains(shape)) {
            return;
        }
        above.add(shape);
        shape.inside().forEach((name, inside) -> {
            boolean isKey = !(shape instanceof Named) && !name.equals("[]");
            if (isKey) {
                places.computeIfAbsent(name, n -> new LinkedHashSet<>())
                        .add(path.isEmpty() ? "the top of the file" : path);
            }
            String longer = name.equals("[]") ? path + "[]" : path.isEmpty() ? name : path + "." + name;
            walk(longer, inside, places, above);
        });
        above.removeLast();
    }
}
