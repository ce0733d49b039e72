package dev.drover.registry.filter;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A filter as it was written: a tree of matches, joined by {@code and}, {@code or} and {@code not}. */
sealed interface Expression {
    /** True if all parts are; they are asked in order until one is not. */
    record And(List<Expression> parts) implements Expression {
        public And {
            parts = List.copyOf(parts);
        }
    }

    /** True if any part is; they are asked in order until one is. */
    record Or(List<Expression> parts) implements Expression {
        public Or {
            parts = List.copyOf(parts);
        }
    }

    record Not(Expression operand) implements Expression {}

    /**
     * One question about one value.
     *
     * @param path names from the entry down to the value, at least one
     * @param value what is compared with, as text; null with {@link Operator#IS_EMPTY} and its twin
     */
    record Match(
            List<String> path, Operator operator, @Nullable String value) implements Expression {
        public Match {
            path = List.copyOf(path);
        }

        /** As error messages show it. */
        String selector() {
            return String.join(".", path);
        }
    }
}
