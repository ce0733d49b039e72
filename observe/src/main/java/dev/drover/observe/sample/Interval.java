package dev.drover.observe.sample;

import dev.drover.observe.counter.Change;
import dev.drover.observe.counter.Group;
import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.Named;
import java.util.function.ToLongFunction;

/** Two samples, the second later than the first. */
public record Interval(Sample before, Sample after) {
    public Interval {
        if (after.nanos() <= before.nanos()) {
            throw new IllegalArgumentException("the second sample must be the later one");
        }
    }

    public double seconds() {
        return (after.nanos() - before.nanos()) / 1e9;
    }

    /** What changed, if both samples have it. */
    public <T> Measured<Change<T>> change(Group<T> group) {
        return before.get(group).then(a -> after.get(group).map(b -> new Change<>(a, b, seconds())));
    }

    /** How fast a counter of a group grew, per second. */
    public <T> Measured<Double> rate(Group<T> group, ToLongFunction<? super T> counter) {
        return change(group).then(change -> change.rate(counter));
    }

    /** How fast a named counter grew, per second. */
    public Measured<Double> rate(Group<Named> group, String name) {
        return change(group).then(change -> Named.rate(change, name));
    }
}
