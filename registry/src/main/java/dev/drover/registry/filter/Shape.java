package dev.drover.registry.filter;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a value of an entry looks like, and with it which questions a filter may ask about it. A value that is absent or null is
 * the zero value of its shape, as in Go: no text, 0, false, nothing in it.
 */
public sealed interface Shape {
    /** A text. */
    record Text() implements Shape {}

    /** An integer. */
    record Whole() implements Shape {}

    /** True or false. */
    record Truth() implements Shape {}

    /** A list. Of texts it can be asked what is in it; a selector that goes on into records holds if it does for any of them. */
    record Items(Shape of) implements Shape {}

    /** A map with keys that only its writer knows. It can be asked for its keys, and selectors go on by key. */
    record Keys(Shape of) implements Shape {}

    /** Fields with fixed names, of which nothing can be asked itself. */
    record Fields(Map<String, Shape> byName) implements Shape {
        public Fields {
            byName = Map.copyOf(byName);
        }

        /** These fields with others: a name that both have gets the other's shape. */
        public Fields and(Fields others) {
            var all = new LinkedHashMap<>(byName);
            all.putAll(others.byName);
            return new Fields(all);
        }
    }

    Shape TEXT = new Text();
    Shape WHOLE = new Whole();
    Shape TRUTH = new Truth();
    Shape TEXTS = new Items(TEXT);
    Shape TEXT_BY_KEY = new Keys(TEXT);

    /** Fields that are all texts. */
    static Fields texts(String... names) {
        return all(TEXT, names);
    }

    /** Fields that are all of one shape. */
    static Fields all(Shape shape, String... names) {
        var fields = new LinkedHashMap<String, Shape>();
        for (String name : names) {
            fields.put(name, shape);
        }
        return new Fields(fields);
    }
}
