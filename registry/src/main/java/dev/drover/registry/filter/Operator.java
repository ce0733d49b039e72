package dev.drover.registry.filter;

import java.util.Map;

/** What a match asks of the value it selected. {@code contains} is {@link #IN} with its sides exchanged. */
enum Operator {
    EQUAL("Equal", false),
    NOT_EQUAL("Not Equal", true),
    IN("In", false),
    NOT_IN("Not In", true),
    IS_EMPTY("Is Empty", false),
    IS_NOT_EMPTY("Is Not Empty", true),
    MATCHES("Matches", false),
    NOT_MATCHES("Not Matches", true);

    private final String title;
    private final boolean negated;

    Operator(String title, boolean negated) {
        this.title = title;
        this.negated = negated;
    }

    /** As error messages and the tables of the documentation call it. */
    String title() {
        return title;
    }

    /** Whether it asks for the contrary of its positive twin. */
    boolean negated() {
        return negated;
    }

    /**
     * The answer where a map has not the key that a selector names: it equals nothing, is in nothing and is empty. That it
     * <em>matches</em> every regular expression is a slip of go-bexpr 0.1.2, the version in all Consul releases, which people's
     * filters have come to live with; so it is the same here.
     */
    boolean ofAbsent() {
        return switch (this) {
            case EQUAL, IN, IS_NOT_EMPTY -> false;
            case NOT_EQUAL, NOT_IN, IS_EMPTY, MATCHES, NOT_MATCHES -> true;
        };
    }

    /** Whether it can be asked of values of a shape: the column "Supported Operations" of Consul's tables. */
    boolean fits(Shape shape) {
        return switch (shape) {
            case Shape.Text() -> this != IS_EMPTY && this != IS_NOT_EMPTY;
            case Shape.Whole(), Shape.Truth() -> this == EQUAL || this == NOT_EQUAL;
            case Shape.Keys(Shape _) -> asksAContainer();
            case Shape.Items(Shape.Fields _) -> this == IS_EMPTY || this == IS_NOT_EMPTY;
            case Shape.Items(Shape _) -> asksAContainer();
            case Shape.Fields(Map<String, Shape> _) -> false;
        };
    }

    private boolean asksAContainer() {
        return this == IN || this == NOT_IN || this == IS_EMPTY || this == IS_NOT_EMPTY;
    }
}
