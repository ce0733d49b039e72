package dev.drover.model.keys;

import dev.drover.model.tree.Tree;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** A map whose keys are chosen by the writer. */
final class Named<T> implements Shape<SequencedMap<String, T>> {
    private final String placeholder;
    private final Scalar<String> names;
    private final Shape<T> values;
    private final boolean lenient;
    private final boolean withoutCase;

    private Named(String placeholder, Scalar<String> names, Shape<T> values, boolean lenient, boolean withoutCase) {
        this.placeholder = placeholder;
        this.names = names;
        this.values = values;
        this.lenient = lenient;
        this.withoutCase = withoutCase;
    }

    /** @param placeholder stands for the key in explanations, such as "NAME" */
    static <T> Named<T> of(String placeholder, Scalar<String> names, Shape<T> values) {
        return new Named<>(placeholder, names, values, false, false);
    }

    /** What could not be read is left out and kept as broken, so that the rest can be checked. */
    Named<T> lenient() {
        return new Named<>(placeholder, names, values, true, withoutCase);
    }

    /** Names that differ in case only are the same one, as those of header fields. */
    Named<T> withoutCase() {
        return new Named<>(placeholder, names, values, lenient, true);
    }

    @Override
    public @Nullable SequencedMap<String, T> read(Tree tree, Spot spot) {
        if (!(tree instanceof Tree.Entries entries)) {
            return spot.unfit(tree.kind(), expected(), "");
        }
        var read = new LinkedHashMap<String, T>();
        var seen = new HashSet<String>();
        boolean sound = true;
        for (Tree.Entry entry : entries.entries()) {
            Spot inside = spot.in(entry.key(), entry.value());
            String name = names.parse(entry.key(), new Spot(spot.reading(), inside.path(), entry.key(), entry.at()));
            T value = values.read(entry.value(), inside);
            if (name != null && value != null) {
                read.put(name, value);
                if (withoutCase && !seen.add(name.toLowerCase(Locale.ROOT))) {
                    inside.refuse(entry.at(), "the name is given twice, differing in case only", "keep one of the two");
                    sound = false;
                }
            } else {
                spot.reading().breaks(inside);
                sound = false;
            }
        }
        return sound || lenient ? read : null;
    }

    String placeholder() {
        return placeholder;
    }

    @Override
    public String expected() {
        return "a map of " + placeholder + ": " + (values instanceof Keyed<T> keyed ? keyed.what() : values.expected());
    }

    @Override
    public Map<String, Shape<?>> inside() {
        return Collections.singletonMap(placeholder, values);
    }

    @Override
    public Map<String, Object> schema() {
        return Json.object("type", "object", "propertyNames", names.schema(), "additionalProperties", values.schema());
    }
}
