package dev.drover.model.keys;

import dev.drover.model.tree.Tree;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A list, for which a single scalar may stand where one or more are wanted. */
final class Listed<T> implements Shape<List<T>> {
    private final Shape<T> items;
    private final boolean single;
    private final boolean lenient;
    private final int least;
    private final boolean distinct;

    private Listed(Shape<T> items, boolean single, boolean lenient, int least, boolean distinct) {
        this.items = items;
        this.single = single;
        this.lenient = lenient;
        this.least = least;
        this.distinct = distinct;
    }

    static <T> Listed<T> of(Shape<T> items) {
        return new Listed<>(items, false, false, 0, false);
    }

    /** At least one; a scalar stands for a list of one. */
    static <T> Listed<T> oneOrMore(Shape<T> items) {
        return new Listed<>(items, true, false, 1, false);
    }

    Listed<T> atLeastOne() {
        return new Listed<>(items, single, lenient, 1, distinct);
    }

    /** What could not be read is left out, so that the rest can be checked. */
    Listed<T> lenient() {
        return new Listed<>(items, single, true, least, distinct);
    }

    /** Each at most once. */
    Listed<T> distinct() {
        return new Listed<>(items, single, lenient, least, true);
    }

    @Override
    public @Nullable List<T> read(Tree tree, Spot spot) {
        if (tree instanceof Tree.Text text && single && !text.isNothing()) {
            T one = items.read(tree, spot);
            return one == null ? null : List.of(one);
        }
        if (!(tree instanceof Tree.Items list)) {
            return spot.unfit(tree.kind(), expected(), bracketed(tree));
        }
        if (list.items().size() < least) {
            return spot.unfit("an empty list", expected(), "");
        }
        var read = new ArrayList<T>();
        var seen = new HashSet<T>();
        for (int i = 0; i < list.items().size(); i++) {
            Tree item = list.items().get(i);
            T value = items.read(item, spot.item(i, item));
            if (value != null && distinct && !seen.add(value)) {
                spot.item(i, item).refuse(item.kind() + " is given twice", "remove one of the two");
            } else if (value != null) {
                read.add(value);
            }
        }
        return lenient || read.size() == list.items().size() ? read : null;
    }

    private String bracketed(Tree tree) {
        boolean plain = tree instanceof Tree.Text text && !text.isNothing() && items instanceof Scalar<T>;
        return plain ? "[" + String.join(", ", tree.kind().split("[ ,]+", -1)) + "]" : "";
    }

    @Override
    public String expected() {
        String of = items instanceof Keyed<T> keyed ? keyed.what() : items.expected();
        return single ? "one or more of: " + of : "a list of: " + of;
    }

    @Override
    public Map<String, Shape<?>> inside() {
        return items.inside().isEmpty() ? Map.of() : Collections.singletonMap("[]", items);
    }

    @Override
    public Map<String, Object> schema() {
        Map<String, Object> list = Json.object("type", "array", "items", items.schema());
        if (least > 0) {
            list.put("minItems", least);
        }
        if (distinct) {
            list.put("uniqueItems", true);
        }
        if (!single) {
            return list;
        }
        // Only a scalar may stand alone.
        if (items instanceof SingleScalar<T> mixed) {
            return Json.object("anyOf", List.of(mixed.scalarSchema(), list));
        }
        return Json.object("anyOf", List.of(items.schema(), list));
    }

    /** A shape that may also be a map, of which only the scalar may stand for a list of one. */
    interface SingleScalar<T> extends Shape<T> {
        Map<String, Object> scalarSchema();
    }
}
