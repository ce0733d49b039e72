package dev.drover.model.keys;

import dev.drover.model.Where;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What was read of a map, key by key. */
@SuppressWarnings("TypeParameterUnusedInFormals") // null stands for a value of any type
final class Fields {
    private final Spot spot;
    private final Map<String, Object> values;

    Fields(Spot spot, Map<String, Object> values) {
        this.spot = spot;
        this.values = values;
    }

    Where where() {
        return spot.where();
    }

    /** The key that the map was given to. */
    String name() {
        return spot.name();
    }

    Spot spot() {
        return spot;
    }

    /** What was written, else the default of the key. */
    <T> T get(Key<T> key) {
        T value = written(key);
        return Objects.requireNonNull(value == null ? key.fallback() : value, key.name());
    }

    <T> Optional<T> optional(Key<T> key) {
        return Optional.ofNullable(written(key));
    }

    boolean has(Key<?> key) {
        return values.containsKey(key.name());
    }

    @SuppressWarnings("unchecked")
    private <T> @Nullable T written(Key<T> key) {
        return (T) values.get(key.name());
    }

    /** Reports at a key of this map. */
    <T> @Nullable T refuse(Key<?> key, String what, String fix) {
        Spot at = new Spot(
                spot.reading(),
                spot.path() + "." + key.name(),
                key.name(),
                spot.where().at(key.name()));
        return at.refuse(what, fix);
    }
}
