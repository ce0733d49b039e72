package dev.drover.registry.filter;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * A filter that was understood: which entries of an answer to keep (developer.hashicorp.com/consul/api-docs/features/filtering).
 * It is immutable, and any number of threads may use it.
 *
 * <p>Entries are what their JSON is made of: maps, lists, texts, numbers and truth values. A missing or null field is the zero value
 * of its shape, as it is in Go. The caller must hand over entries of the shape that the filter was made for.
 */
public final class Filter {
    private static final Filter ALL = new Filter(v -> true);

    private final Binding.Condition condition;

    private Filter(Binding.Condition condition) {
        this.condition = condition;
    }

    /**
     * Understands an expression.
     *
     * @param expression as it came in the request; an empty one keeps everything
     * @param entry what is filtered, one of {@link Selectors}
     * @throws BadFilter if it is no expression, selects what entries do not have, or asks what cannot be asked of it
     */
    public static Filter of(String expression, Shape.Fields entry) throws BadFilter {
        return expression.isEmpty() ? ALL : new Filter(Binding.bind(Grammar.parse(expression), entry));
    }

    public boolean keeps(Map<String, ?> entry) {
        return condition.holds(entry);
    }

    /** Those entries of a list that it keeps, in their order. */
    public <T extends Map<String, ?>> List<T> from(Collection<T> entries) {
        return entries.stream().filter(this::keeps).toList();
    }
}
