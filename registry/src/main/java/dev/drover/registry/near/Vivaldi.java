package dev.drover.registry.near;

import static dev.drover.registry.near.Coordinate.HIGHEST_ERROR;
import static dev.drover.registry.near.Coordinate.LOWEST_HEIGHT;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * A node that finds its coordinate: each measured round-trip time to another node is a spring that draws it nearer or pushes it
 * off. The algorithm with its constants is Serf's (github.com/hashicorp/serf, "Network Coordinates"), from the papers named at
 * {@link Coordinate}: Vivaldi with heights (section 5.4), the median of the last three measurements of each peer (Ledlie and
 * others, section 4.1), a window of adjustments, and a weak gravity to the origin so that all do not drift away together.
 *
 * <p>Not for several threads.
 */
public final class Vivaldi {
    private static final double ERROR_STEP = 0.25;
    private static final double FORCE_STEP = 0.25;
    private static final double GRAVITY = 150;
    private static final double NOTHING = 1e-6;
    private static final int WINDOW = 20;
    private static final int MEDIAN_OF = 3;
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final RandomGenerator random;
    private final Map<String, Deque<Double>> recent = new HashMap<>();
    private final double[] adjustments = new double[WINDOW];
    private int oldest;
    private Coordinate coordinate = Coordinate.ORIGIN;

    /** @param random for the direction in which two nodes leave each other that are at the same place */
    public Vivaldi(RandomGenerator random) {
        this.random = random;
    }

    public Coordinate coordinate() {
        return coordinate;
    }

    /** A peer that is gone. */
    public void forget(String peer) {
        recent.remove(peer);
    }

    /**
     * A round-trip time was measured.
     *
     * @return whether it told something; if not it was no possible time, or the peer's coordinate no possible place
     */
    public boolean measured(String peer, Coordinate place, Duration roundTrip) {
        if (!place.isValid()
                || !place.isCompatibleWith(coordinate)
                || roundTrip.isNegative()
                || roundTrip.compareTo(LONGEST) > 0) {
            return false;
        }
        double seconds = median(peer, roundTrip.toNanos() / 1e9);
        coordinate = drawn(place, seconds);
        coordinate = adjusted(place, seconds);
        double far = Coordinate.ORIGIN.far(coordinate);
        coordinate = moved(Coordinate.ORIGIN, -(far / GRAVITY) * (far / GRAVITY), coordinate.error());
        if (!coordinate.isValid()) {
            coordinate = Coordinate.ORIGIN;
        }
        return true;
    }

    private double median(String peer, double seconds) {
        var last = recent.computeIfAbsent(peer, _ -> new ArrayDeque<>());
        last.addLast(seconds);
        if (last.size() > MEDIAN_OF) {
            last.removeFirst();
        }
        return last.stream().sorted().toList().get(last.size() / 2);
    }

    private Coordinate drawn(Coordinate place, double seconds) {
        double measured = Math.max(seconds, NOTHING);
        double estimated = coordinate.far(place);
        double wrong = Math.abs(estimated - measured) / measured;
        double weight = coordinate.error() / Math.max(coordinate.error() + place.error(), NOTHING);
        double error = ERROR_STEP * weight * wrong + coordinate.error() * (1 - ERROR_STEP * weight);
        return moved(place, FORCE_STEP * weight * (measured - estimated), Math.min(error, HIGHEST_ERROR));
    }

    private Coordinate adjusted(Coordinate place, double seconds) {
        adjustments[oldest] = seconds - coordinate.unadjusted(place);
        oldest = (oldest + 1) % WINDOW;
        double sum = 0;
        for (double adjustment : adjustments) {
            sum += adjustment;
        }
        return new Coordinate(coordinate.vector(), coordinate.error(), sum / (2 * WINDOW), coordinate.height());
    }

    /** The coordinate after a force pushed it off {@code from}, or drew it nearer if negative. */
    private Coordinate moved(Coordinate from, double force, double error) {
        int dimensions = coordinate.vector().size();
        double[] away = new double[dimensions];
        for (int i = 0; i < dimensions; i++) {
            away[i] = coordinate.vector().get(i) - from.vector().get(i);
        }
        double distance = length(away);
        boolean apart = distance > NOTHING;
        if (!apart) {
            away = random.doubles(dimensions, -0.5, 0.5).toArray();
        }
        double scale = force / Math.max(length(away), NOTHING);
        for (int i = 0; i < dimensions; i++) {
            away[i] = coordinate.vector().get(i) + away[i] * scale;
        }
        double height = coordinate.height();
        if (apart) {
            height = Math.max(LOWEST_HEIGHT, height + (height + from.height()) * force / distance);
        }
        return new Coordinate(Coordinate.vectorOf(away), error, coordinate.adjustment(), height);
    }

    private static double length(double[] vector) {
        double squares = 0;
        for (double v : vector) {
            squares += v * v;
        }
        return Math.sqrt(squares);
    }
}
