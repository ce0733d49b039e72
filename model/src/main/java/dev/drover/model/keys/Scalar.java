package dev.drover.model.keys;

import dev.drover.model.tree.Tree;
import java.util.Map;
import java.util.function.Function;
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
        return new Scalar<>(expected, Json.object("type", "string", "pattern", pattern), parse);
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
        return schema;
    }
}
