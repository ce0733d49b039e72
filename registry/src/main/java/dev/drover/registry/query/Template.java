package dev.drover.registry.query;

/**
 * How a query is made from the name that was asked for: the field {@code Template} of its definition.
 *
 * @param type must be {@link #NAME_PREFIX_MATCH}: the query is for all names that begin with its own
 * @param regexp what {@code ${match(N)}} refers to, or empty
 * @param removeEmptyTags whether tags that came out empty are left away
 */
public record Template(String type, String regexp, boolean removeEmptyTags) {
    public static final String NAME_PREFIX_MATCH = "name_prefix_match";
}
