package dev.drover.observe.counter;

import java.util.function.Function;

/** A value, or the reason why there is none: an unknown counter is never zero. */
public sealed interface Measured<T> {
    /** What was measured. */
    record Value<T>(T value) implements Measured<T> {}

    /** Nothing was measured, because ... */
    record Unmeasurable<T>(String why) implements Measured<T> {}

    static <T> Measured<T> of(T value) {
        return new Value<>(value);
    }

    static <T> Measured<T> not(String why) {
        return new Unmeasurable<>(why);
    }

    default boolean isMeasured() {
        return this instanceof Value<T>;
    }

    /** Empty if it was measured. */
    default String why() {
        return switch (this) {
            case Value<T> value -> "";
            case Unmeasurable<T> no -> no.why();
        };
    }

    default T orElse(T other) {
        return switch (this) {
            case Value<T>(T value) -> value;
            case Unmeasurable<T> no -> other;
        };
    }

    default <R> Measured<R> map(Function<? super T, ? extends R> then) {
        return switch (this) {
            case Value<T>(T value) -> of(then.apply(value));
            case Unmeasurable<T>(String why) -> not(why);
        };
    }

    default <R> Measured<R> then(Function<? super T, Measured<R>> then) {
        return switch (this) {
            case Value<T>(T value) -> then.apply(value);
            case Unmeasurable<T>(String why) -> not(why);
        };
    }
}
