package dev.drover.registry.near;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a node is in the network: a point in a Euclidean space, and a height above it for the link that all its traffic takes.
 * Dabek, Cox, Kaashoek and Morris, "Vivaldi: A Decentralized Network Coordinate System" (SIGCOMM 2004), with the adjustment of Lee,
 * Zhang, Sahu and Saha, "On Suitability of Euclidean Embedding for Host-Based Network Coordinate Systems" (IEEE/ACM Transactions
 * on Networking 18(1), 2010). All in seconds except the error, which is a ratio. As Consul's {@code /v1/coordinate} tells them.
 *
 * @param vector its dimension is the same for all coordinates of a cluster
 * @param error how little it can be trusted; for those who learn from it, not for distances
 * @param adjustment added to each distance from here
 */
public record Coordinate(List<Double> vector, double error, double adjustment, double height) {
    /** Consul's, from "Network Coordinates in the Wild" (Ledlie, Gardner and Seltzer, NSDI 2007). */
    public static final int DIMENSIONS = 8;

    static final double HIGHEST_ERROR = 1.5;
    static final double LOWEST_HEIGHT = 10e-6;

    /** Where a node is that has measured nothing yet. */
    public static final Coordinate ORIGIN =
            new Coordinate(vectorOf(new double[DIMENSIONS]), HIGHEST_ERROR, 0, LOWEST_HEIGHT);

    public Coordinate {
        vector = List.copyOf(vector);
    }

    /** Whether all of it are numbers that can be reckoned with. */
    public boolean isValid() {
        return vector.stream().allMatch(Double::isFinite)
                && Double.isFinite(error)
                && Double.isFinite(adjustment)
                && Double.isFinite(height);
    }

    /** Whether there is a distance between both. */
    public boolean isCompatibleWith(Coordinate other) {
        return vector.size() == other.vector.size();
    }

    /**
     * The estimated round-trip time, as Consul documents it (developer.hashicorp.com/consul/docs/architecture/coordinates): the
     * distance of the points and both heights, with both adjustments unless they make it negative.
     */
    public Duration distance(Coordinate other) {
        return Duration.ofNanos((long) (far(other) * 1e9));
    }

    /** The same in seconds; infinite where either is not known or both do not go together, so that such nodes sort last. */
    public static double seconds(@Nullable Coordinate from, @Nullable Coordinate to) {
        return from == null || to == null || !from.isCompatibleWith(to)
                ? Double.POSITIVE_INFINITY
                : from.distance(to).toNanos() / 1e9;
    }

    double far(Coordinate other) {
        double unadjusted = unadjusted(other);
        double adjusted = unadjusted + adjustment + other.adjustment;
        return adjusted > 0 ? adjusted : unadjusted;
    }

    double unadjusted(Coordinate other) {
        if (!isCompatibleWith(other)) {
            throw new IllegalArgumentException(
                    "coordinates of " + vector.size() + " and " + other.vector.size() + " dimensions");
        }
        double squares = 0;
        for (int i = 0; i < vector.size(); i++) {
            double difference = vector.get(i) - other.vector.get(i);
            squares += difference * difference;
        }
        return Math.sqrt(squares) + height + other.height;
    }

    static List<Double> vectorOf(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }
}
