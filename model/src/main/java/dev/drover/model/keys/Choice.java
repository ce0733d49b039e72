package dev.drover.model.keys;

import dev.drover.model.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One of several: a bare word, or a map with one key that names the choice and holds its arguments. */
final class Choice<T> implements Listed.SingleScalar<T> {
    private final String what;
    private final Map<String, T> words = new LinkedHashMap<>();
    private final Map<String, Shape<? extends T>> withs = new LinkedHashMap<>();
    private @Nullable Shape<? extends T> otherwise;

    private Choice(String what) {
        this.what = what;
    }

    static <T> Choice<T> of(String what) {
        return new Choice<>(what);
    }

    Choice<T> word(String word, T value) {
        words.put(word, value);
        return this;
    }

    Choice<T> with(String word, Shape<? extends T> arguments) {
        withs.put(word, arguments);
        return this;
    }

    /** What is read where no word of the choice stands. */
    Choice<T> otherwise(Shape<? extends T> shape) {
        otherwise = shape;
        return this;
    }

    @Override
    public @Nullable T read(Tree tree, Spot spot) {
        if (tree instanceof Tree.Text text && !text.isNothing()) {
            return word(text, spot);
        }
        if (tree instanceof Tree.Entries map && !withs.isEmpty()) {
            return arguments(map, spot);
        }
        return otherwise != null && !(otherwise instanceof Scalar)
                ? otherwise.read(tree, spot)
                : spot.unfit(tree.kind(), expected(), "");
    }

    private @Nullable T word(Tree.Text text, Spot spot) {
        T value = words.get(text.text());
        if (value != null) {
            return value;
        }
        Shape<? extends T> with = withs.get(text.text());
        if (with != null && !(otherwise instanceof Scalar)) {
            return spot.refuse(
                    text.text() + " needs arguments (expected: a map with the key " + text.text() + ")",
                    "{" + text.text() + ": " + example(with) + "}");
        }
        if (otherwise instanceof Scalar) {
            return otherwise.read(text, spot);
        }
        var names = new ArrayList<>(words.keySet());
        names.addAll(withs.keySet());
        return spot.unfit(
                text.text(), expected(), Nearest.to(text.text(), names).orElse(""));
    }

    private static String example(Shape<?> arguments) {
        return arguments instanceof Keyed<?> keyed
                ? "{" + keyed.keys().getFirst().name() + ": "
                        + first(keyed.keys().getFirst()) + "}"
                : "...";
    }

    private static String first(Key<?> key) {
        return key.example().isEmpty() ? key.fallbackText() : key.example();
    }

    private @Nullable T arguments(Tree.Entries map, Spot spot) {
        if (map.entries().size() != 1) {
            return spot.unfit("a map with " + map.entries().size() + " keys", expected() + "; only one of them", "");
        }
        Tree.Entry entry = map.entries().getFirst();
        Shape<? extends T> with = withs.get(entry.key());
        if (with != null) {
            return with.read(entry.value(), spot.in(entry.key(), entry.value()));
        }
        if (words.containsKey(entry.key())) {
            return spot.refuse(entry.at(), entry.key() + " takes no arguments", entry.key());
        }
        Unknown.choice(entry, this, spot);
        return null;
    }

    /** What is read where no word of the choice stands; the choice itself if there is nothing such. */
    Shape<?> alternative() {
        return otherwise == null ? this : otherwise;
    }

    List<String> arguments() {
        return List.copyOf(withs.keySet());
    }

    @Override
    public String expected() {
        var all = new ArrayList<String>(words.keySet());
        if (otherwise != null) {
            all.add(otherwise instanceof Keyed<?> keyed ? keyed.what() : otherwise.expected());
        }
        withs.keySet().forEach(w -> all.add("{" + w + ": ...}"));
        String last = all.removeLast();
        return (what.isEmpty() ? "" : what + ": ") + (all.isEmpty() ? last : String.join(", ", all) + " or " + last);
    }

    @Override
    public Map<String, Shape<?>> inside() {
        var inside = new LinkedHashMap<String, Shape<?>>(withs);
        if (otherwise != null) {
            inside.putAll(otherwise.inside());
        }
        return inside;
    }

    /** An editor takes a bare 502 for a number. */
    private List<Object> enumerated() {
        var words = new ArrayList<Object>(this.words.keySet());
        this.words.keySet().stream()
                .filter(w -> Units.number(w) >= 0)
                .map(Integer::valueOf)
                .forEach(words::add);
        return words;
    }

    @Override
    public Map<String, Object> scalarSchema() {
        var any = new ArrayList<Object>();
        if (!words.isEmpty()) {
            any.add(Json.object("enum", enumerated()));
        }
        if (otherwise instanceof Scalar) {
            any.add(otherwise.schema());
        }
        return any.size() == 1 ? Json.copy(any.getFirst()) : Json.object("anyOf", any);
    }

    @Override
    public Map<String, Object> schema() {
        var any = new ArrayList<Object>();
        if (!words.isEmpty()) {
            any.add(Json.object("enum", enumerated()));
        }
        if (otherwise != null) {
            any.add(otherwise.schema());
        }
        withs.forEach((word, shape) -> any.add(Json.object(
                "type",
                "object",
                "additionalProperties",
                false,
                "required",
                List.of(word),
                "properties",
                Json.object(word, shape.schema()))));
        return any.size() == 1 ? Json.copy(any.getFirst()) : Json.object("anyOf", any);
    }
}
