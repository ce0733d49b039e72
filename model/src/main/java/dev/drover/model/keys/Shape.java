package dev.drover.model.keys;

import dev.drover.model.tree.Tree;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What may stand at a place of the file: it reads it, and describes itself in words and as JSON Schema. */
public interface Shape<T> {
    /** The value; null after at least one problem was reported. */
    @Nullable
    T read(Tree tree, Spot spot);

    /** What is expected, to follow "expected: ". */
    String expected();

    /** JSON Schema (draft 2020-12) of it. */
    Map<String, Object> schema();

    /** The shapes inside, by what leads there; nothing for a scalar. */
    default Map<String, Shape<?>> inside() {
        return Map.of();
    }

    /** The same place read into something else. */
    default <R> Shape<R> map(Function<T, R> change) {
        return new Mapped<>(this, change);
    }

    /** A shape whose value is made of another's. */
    record Mapped<S, R>(Shape<S> shape, Function<S, R> change) implements Shape<R> {
        @Override
        public @Nullable R read(Tree tree, Spot spot) {
            S value = shape.read(tree, spot);
            return value == null ? null : change.apply(value);
        }

        @Override
        public String expected() {
            return shape.expected();
        }

        @Override
        public Map<String, Object> schema() {
            return shape.schema();
        }

        @Override
        public Map<String, Shape<?>> inside() {
            return shape.inside();
        }
    }
}
