package dev.drover.observe.sample;

import dev.drover.observe.counter.Change;
import dev.drover.observe.counter.Group;
import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.Named;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What rules look at: consecutive samples, at least two.
 *
 * <p>{@link #whole} for sums over all of it, {@link #series} for how a number moved within it.
 */
public record Window(List<Sample> samples) {
    public Window {
        samples = List.copyOf(samples);
        if (samples.size() < 2) {
            throw new IllegalArgumentException("a window needs two samples");
        }
    }

    public Sample first() {
        return samples.getFirst();
    }

    public Sample last() {
        return samples.getLast();
    }

    public Instant start() {
        return first().at();
    }

    public double seconds() {
        return whole().seconds();
    }

    /** From the first sample to the last. */
    public Interval whole() {
        return new Interval(first(), last());
    }

    /** From each sample to the next. */
    public List<Interval> intervals() {
        var intervals = new ArrayList<Interval>();
        for (int i = 1; i < samples.size(); i++) {
            intervals.add(new Interval(samples.get(i - 1), samples.get(i)));
        }
        return intervals;
    }

    /** What could not be read for want of rights, by kind of path: the most of it that one sample missed. */
    public SortedMap<String, Integer> refused() {
        var most = new TreeMap<String, Integer>();
        samples.forEach(sample -> sample.refused().forEach((kind, count) -> most.merge(kind, count, Math::max)));
        return most;
    }

    /** A reading of the last sample. */
    public <T> Measured<T> now(Group<T> group) {
        return last().get(group);
    }

    /** What changed over all of it. */
    public <T> Measured<Change<T>> change(Group<T> group) {
        return whole().change(group);
    }

    /** A number for each interval; not measurable only if no interval has it. */
    public Measured<Series> series(Function<Interval, Measured<Double>> number) {
        var points = new ArrayList<Series.Point>();
        String why = "";
        for (Interval interval : intervals()) {
            Measured<Double> value = number.apply(interval);
            why = value.isMeasured() ? why : value.why();
            value.map(v -> points.add(new Series.Point(interval.before().at(), interval.seconds(), v)));
        }
        return points.isEmpty() ? Measured.not(why) : Measured.of(new Series(points));
    }

    /** A number made of what changed in a group, for each interval. */
    public <T> Measured<Series> series(Group<T> group, Function<Change<T>, Measured<Double>> number) {
        return series(interval -> interval.change(group).then(number));
    }

    /** How fast a named counter grew in each interval, per second. */
    public Measured<Series> rates(Group<Named> group, String name) {
        return series(interval -> interval.rate(group, name));
    }
}
