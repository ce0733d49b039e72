package dev.drover.model.keys;

import dev.drover.model.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One value with its unit, written as a word. */
final class Scalar<T> implements Shape<T> {
    private final String expected;
    private final Map<String, Object> schema;
    private final Parse<T> parse;

    private Scalar(String expected, Map<String, Object> schema, Parse<T> parse) {
        this.expected = expected;
        this.schema = schema;
        this.parse = parse;
    }

    /** The value of a text; null after a problem was reported at the spot. */
    interface Parse<T> {
        @Nullable
        T of(String text, Spot spot);
    }

    static <T> Scalar<T> of(String expected, Map<String, Object> schema, Parse<T> parse) {
        return new Scalar<>(expected, schema, parse);
    }

    /** One whose schema is a text of the given form (ECMA-262 regular expression). */
    static <T> Scalar<T> of(String expected, String pattern, Parse<T> parse) {
        return new Scalar<>(expected, Json.object("pattern", pattern), parse);
    }

    @Override
    public <R> Scalar<R> map(Function<T, R> change) {
        return new Scalar<>(expected, schema, (text, spot) -> {
            T value = parse.of(text, spot);
            return value == null ? null : change.apply(value);
        });
    }

    @Nullable
    T parse(String text, Spot spot) {
        return parse.of(text, spot);
    }

    @Override
    public @Nullable T read(Tree tree, Spot spot) {
        if (tree instanceof Tree.Text text && !text.isNothing()) {
            return parse.of(text.text(), spot);
        }
        return spot.unfit(tree.kind(), expected, inBraces(tree));
    }

    /** {@code {port}} without quotes is a map with an empty key. */
    private static String inBraces(Tree tree) {
        boolean braces = tree instanceof Tree.Entries map
                && map.entries().size() == 1
                && map.entries().getFirst().value() instanceof Tree.Text text
                && text.isNothing();
        return braces
                ? "put it in quotes: \"{"
                        + Tree.Text.brief(
                                ((Tree.Entries) tree).entries().getFirst().key()) + "}\""
                : "";
    }

    @Override
    public String expected() {
        return expected;
    }

    @Override
    public Map<String, Object> schema() {
        if (schema.containsKey("type") || schema.containsKey("enum") || schema.containsKey("anyOf")) {
            return schema;
        }
        Map<String, Object> typed =
                Json.object("type", types(schema.getOrDefault("pattern", "").toString()));
        typed.putAll(schema);
        return typed;
    }

    /** A word without quotes may be a number or a boolean to an editor, though it is a text to us. */
    private static List<String> types(String pattern) {
        Pattern form = Pattern.compile(pattern);
        var types = new ArrayList<>(List.of("string"));
        if (Stream.of("7", "-7", "1.5").anyMatch(n -> form.matcher(n).find())) {
            types.add("number");
        }
        if (form.matcher("true").find()) {
            types.add("boolean");
        }
        return types;
    }
}
