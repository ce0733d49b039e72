package dev.drover.registry.filter;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.drover.registry.filter.Expression.Match;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An expression bound to what entries look like: every selector exists, every operator can be asked of what it selects, and every
 * value is of the right kind before the first entry is seen.
 *
 * <p>Regular expressions are run by RE2/J: they are strangers' and take linear time, and the syntax and the messages are Go's.
 */
final class Binding {
    /** What is asked of an entry or a value in it; null is the zero value of its shape. */
    interface Condition {
        boolean holds(@Nullable Object value);
    }

    private final Match match;

    private Binding(Match match) {
        this.match = match;
    }

    static Condition bind(Expression expression, Shape entry) throws BadFilter {
        return switch (expression) {
            case Expression.And(List<Expression> parts) -> {
                var all = bindAll(parts, entry);
                yield v -> all.stream().allMatch(c -> c.holds(v));
            }
            case Expression.Or(List<Expression> parts) -> {
                var any = bindAll(parts, entry);
                yield v -> any.stream().anyMatch(c -> c.holds(v));
            }
            case Expression.Not(Expression operand) -> {
                var not = bind(operand, entry);
                yield v -> !not.holds(v);
            }
            case Match match -> new Binding(match).walk(entry, 0);
        };
    }

    private static List<Condition> bindAll(List<Expression> parts, Shape entry) throws BadFilter {
        var all = new ArrayList<Condition>();
        for (Expression part : parts) {
            all.add(bind(part, entry));
        }
        return all;
    }

    /** The condition for a value of {@code shape}, which the names from {@code depth} on select something in. */
    private Condition walk(Shape shape, int depth) throws BadFilter {
        if (depth == match.path().size()) {
            return ask(shape);
        }
        String name = match.path().get(depth);
        return switch (shape) {
            case Shape.Fields(var byName) -> {
                Shape field = byName.get(name);
                if (field == null) {
                    throw unknown(depth);
                }
                Condition inner = walk(field, depth + 1);
                yield v -> inner.holds(map(v).get(name));
            }
            case Shape.Keys(Shape of) -> {
                Condition inner = walk(of, depth + 1);
                boolean ofAbsent = match.operator().ofAbsent();
                yield v -> map(v).containsKey(name) ? inner.holds(map(v).get(name)) : ofAbsent;
            }
            case Shape.Items(Shape.Fields of) -> {
                Condition each = walk(of, depth);
                yield v -> items(v).stream().anyMatch(each::holds);
            }
            case Shape.Items(Shape _), Shape.Text(), Shape.Whole(), Shape.Truth() -> throw unknown(depth);
        };
    }

    private BadFilter unknown(int depth) {
        return new BadFilter("Selector "
                + Quoted.quote(String.join(".", match.path().subList(0, depth + 1))) + " is not valid");
    }

    private Condition ask(Shape shape) throws BadFilter {
        if (!match.operator().fits(shape)) {
            throw new BadFilter("Invalid match operator "
                    + Quoted.quote(match.operator().title()) + " for selector " + Quoted.quote(match.selector()));
        }
        Condition positive = positive(shape);
        return match.operator().negated() ? v -> !positive.holds(v) : positive;
    }

    private Condition positive(Shape shape) throws BadFilter {
        String value = match.value();
        if (value == null) {
            return v -> v == null || (v instanceof Map<?, ?> map ? map.isEmpty() : items(v).isEmpty());
        }
        return switch (shape) {
            case Shape.Text() -> onText(value);
            case Shape.Whole(), Shape.Truth() -> equal(shape, value);
            case Shape.Items(Shape of) -> {
                Condition each = equal(of, value);
                yield v -> items(v).stream().anyMatch(each::holds);
            }
            case Shape.Keys(Shape _) -> v -> map(v).containsKey(value);
            case Shape.Fields(Map<String, Shape> _) -> throw new IllegalStateException("nothing is asked of fields");
        };
    }

    private Condition onText(String value) throws BadFilter {
        return switch (match.operator()) {
            case EQUAL, NOT_EQUAL -> v -> text(v).equals(value);
            case IN, NOT_IN -> v -> text(v).contains(value);
            case MATCHES, NOT_MATCHES -> {
                Pattern pattern = pattern(value);
                yield v -> pattern.matcher(text(v)).find();
            }
            case IS_EMPTY, IS_NOT_EMPTY -> throw new IllegalStateException("no text is asked for that");
        };
    }

    private static Pattern pattern(String value) throws BadFilter {
        try {
            return Pattern.compile(value);
        } catch (PatternSyntaxException e) {
            throw new BadFilter("Failed to compile regular expression " + Quoted.quote(value) + ": " + e.getMessage());
        }
    }

    private Condition equal(Shape shape, String value) throws BadFilter {
        return switch (shape) {
            case Shape.Whole() -> {
                long whole = coerced(Literal.whole(value), value);
                yield v -> whole(v) == whole;
            }
            case Shape.Truth() -> {
                boolean truth = coerced(Literal.truth(value), value);
                yield v -> truth(v) == truth;
            }
            case Shape.Text(), Shape.Items(Shape _), Shape.Keys(Shape _), Shape.Fields(Map<String, Shape> _) ->
                v -> text(v).equals(value);
        };
    }

    private <T> T coerced(Literal<T> literal, String value) throws BadFilter {
        return switch (literal) {
            case Literal.Of<T>(T meant) -> meant;
            case Literal.Bad<T>(String why) ->
                throw new BadFilter("Failed to coerce value " + Quoted.quote(value) + " for selector "
                        + Quoted.quote(match.selector()) + ": " + why);
        };
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : (String) value;
    }

    private static long whole(@Nullable Object value) {
        return value == null ? 0 : ((Number) value).longValue();
    }

    private static boolean truth(@Nullable Object value) {
        return value != null && (Boolean) value;
    }

    private static Collection<?> items(@Nullable Object value) {
        return value == null ? List.of() : (Collection<?>) value;
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return value == null ? Map.of() : (Map<?, ?>) value;
    }
}
