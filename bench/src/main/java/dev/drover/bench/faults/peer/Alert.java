package dev.drover.bench.faults.peer;

import dev.drover.observe.counter.Measured;
import dev.drover.observe.sample.Window;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A stock alert: one number of a window and the limits it is held against.
 *
 * @param when it is raised, in words
 * @param over how long the peer wants it to last or averages it; waived, the window stands for it
 * @param source where its threshold is documented, below the peer's address
 * @param right ids of the doctor's rules that name the same cause: of faults of which one of these is expected it is right
 */
public record Alert(
        String name,
        String when,
        String over,
        String source,
        List<String> right,
        Function<Window, Measured<Double>> number,
        Limits limits) {
    public Alert {
        right = List.copyOf(right);
    }

    /** How loud it is; empty if it is not raised, or if the window does not have its number. */
    Optional<Level> raised(Window window) {
        return switch (number.apply(window)) {
            case Measured.Value<Double>(Double value) -> limits.level(value);
            case Measured.Unmeasurable<Double> none -> Optional.empty();
        };
    }
}
