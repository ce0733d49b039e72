package dev.drover.observe.sample;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One number over a window: a point for each interval in which it could be measured; at least one. */
public record Series(List<Point> points) {
    /**
     * The number in one interval.
     *
     * @param from where the interval starts
     */
    public record Point(Instant from, double seconds, double value) {}

    public Series {
        points = List.copyOf(points);
        if (points.isEmpty()) {
            throw new IllegalArgumentException("a series needs a point");
        }
    }

    /** The average, each interval by its length. */
    public double mean() {
        double seconds = points.stream().mapToDouble(Point::seconds).sum();
        return points.stream().mapToDouble(p -> p.value * p.seconds).sum() / seconds;
    }

    public double max() {
        return points.stream().mapToDouble(Point::value).max().orElseThrow();
    }

    public double min() {
        return points.stream().mapToDouble(Point::value).min().orElseThrow();
    }

    /** The share of the intervals in which it lay over this, from 0 to 1. */
    public double shareOver(double threshold) {
        return points.stream().filter(p -> p.value > threshold).count() / (double) points.size();
    }

    /** When it first lay over this: the start of that interval. */
    public Optional<Instant> firstOver(double threshold) {
        return points.stream().filter(p -> p.value > threshold).map(Point::from).findFirst();
    }
}
