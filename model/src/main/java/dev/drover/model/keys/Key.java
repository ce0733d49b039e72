package dev.drover.model.keys;

import dev.drover.model.Where;
import dev.drover.model.tree.Tree;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A key of a map: its name, what stands there, and what holds where it is absent.
 *
 * @param fallback value where the key is absent
 * @param fallbackText the same as a user would write it; empty without one
 * @param spelled whether the text is what a user would write, word for word
 * @param example value of a key that must be there, as a user would write it; empty for others
 * @param suited the same where another fits better beside what else the map has; nothing for most
 * @param doc one sentence or two for the editor and the reference page
 */
public record Key<T>(
        String name,
        Shape<T> shape,
        boolean required,
        @Nullable T fallback,
        String fallbackText,
        boolean spelled,
        String example,
        Function<Fields, Optional<String>> suited,
        String doc) {
    /** One that may be absent without a default. */
    static <T> Key<T> optional(String name, Shape<T> shape, String doc) {
        return new Key<>(name, shape, false, null, "", false, "", _ -> Optional.empty(), doc);
    }

    /**
     * One that must be there.
     *
     * @param example what to write, as a user would
     */
    static <T> Key<T> required(String name, Shape<T> shape, String example, String doc) {
        return new Key<>(name, shape, true, null, "", false, example, _ -> Optional.empty(), doc);
    }

    /** The default as a user would write it, a scalar. */
    Key<T> orElse(String text) {
        var none = new Reading(Path.of("/"));
        var written = new Tree.Text(Where.nowhere(), text, true);
        T value = shape.read(written, new Spot(none, name, name, Where.nowhere()));
        return new Key<>(name, shape, false, Objects.requireNonNull(value, text), text, true, example, suited, doc);
    }

    /** A default that is no scalar. */
    Key<T> orElse(T value, String text) {
        return new Key<>(name, shape, false, value, text, false, example, suited, doc);
    }

    /** Another example beside some values of other keys. */
    Key<T> suited(Function<Fields, Optional<String>> example) {
        return new Key<>(name, shape, required, fallback, fallbackText, spelled, this.example, example, doc);
    }

    /** What to write into a map that lacks it. */
    String exampleIn(Fields map) {
        return suited.apply(map).orElse(example);
    }
}
