package dev.drover.model.keys;

import dev.drover.model.tree.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A map whose keys are known, read into a record. */
final class Keyed<T> implements Shape<T> {
    private final String what;
    private final Function<Fields, @Nullable T> make;
    private final List<Key<?>> keys;
    private final boolean lenient;

    private Keyed(String what, Function<Fields, @Nullable T> make, List<Key<?>> keys, boolean lenient) {
        this.what = what;
        this.make = make;
        this.keys = List.copyOf(keys);
        this.lenient = lenient;
    }

    /** @param what what the map stands for, such as "a route" */
    static <T> Keyed<T> of(String what, Function<Fields, @Nullable T> make, Key<?>... keys) {
        return new Keyed<>(what, make, List.of(keys), false);
    }

    /** A key that could not be read counts as absent, so that the rest of the file can be checked against this part. */
    Keyed<T> lenient() {
        return new Keyed<>(what, make, keys, true);
    }

    List<Key<?>> keys() {
        return keys;
    }

    @Override
    public @Nullable T read(Tree tree, Spot spot) {
        if (!(tree instanceof Tree.Entries entries)) {
            return spot.unfit(tree.kind(), expected(), "");
        }
        var values = new HashMap<String, Object>();
        boolean sound = true;
        for (Tree.Entry entry : entries.entries()) {
            Key<?> key = key(entry.key());
            if (key == null) {
                Unknown.key(entry, this, spot);
                continue;
            }
            Object value = key.shape().read(entry.value(), spot.in(entry.key(), entry.value()));
            if (value != null) {
                values.put(key.name(), value);
            } else {
                sound &= lenient && !key.required();
            }
        }
        var fields = new Fields(spot, values);
        sound &= complete(entries, fields);
        return sound ? make.apply(fields) : null;
    }

    private boolean complete(Tree.Entries entries, Fields fields) {
        boolean complete = true;
        for (Key<?> key : keys) {
            if (key.required()
                    && entries.entries().stream().noneMatch(e -> e.key().equals(key.name()))) {
                Spot spot = fields.spot();
                spot.refuse(
                        spot.where(),
                        key.name() + " is missing (expected: " + key.shape().expected() + ")",
                        key.name() + ": " + key.exampleIn(fields));
                complete = false;
            }
        }
        return complete;
    }

    private @Nullable Key<?> key(String name) {
        for (Key<?> key : keys) {
            if (key.name().equals(name)) {
                return key;
            }
        }
        return null;
    }

    List<String> names() {
        var names = new ArrayList<String>();
        keys.forEach(k -> names.add(k.name()));
        return names;
    }

    String what() {
        return what;
    }

    @Override
    public String expected() {
        return what + ", a map with " + (keys.size() == 1 ? "the key " : "the keys ") + String.join(", ", names());
    }

    @Override
    public Map<String, Shape<?>> inside() {
        var inside = new LinkedHashMap<String, Shape<?>>();
        keys.forEach(k -> inside.put(k.name(), k.shape()));
        return inside;
    }

    @Override
    public Map<String, Object> schema() {
        var properties = new LinkedHashMap<String, Object>();
        var required = new ArrayList<String>();
        for (Key<?> key : keys) {
            var schema = new LinkedHashMap<String, Object>();
            schema.put(
                    "description",
                    key.doc() + (key.fallbackText().isEmpty() ? "" : " Default: " + key.fallbackText() + "."));
            schema.putAll(key.shape().schema());
            if (key.spelled()) {
                schema.put("default", Json.plain(key.fallbackText()));
            }
            properties.put(key.name(), schema);
            if (key.required()) {
                required.add(key.name());
            }
        }
        Map<String, Object> schema = Json.object("type", "object", "additionalProperties", false);
        schema.put("properties", properties);
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        return schema;
    }
}
