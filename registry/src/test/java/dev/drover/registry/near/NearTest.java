package dev.drover.registry.near;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class NearTest {
    private static Coordinate at(double adjustment, double height, Double... vector) {
        return new Coordinate(List.of(vector), 0.5, adjustment, height);
    }

    @Test
    void addsHeightsAndAdjustmentsToTheDistance() {
        assertEquals(Duration.ofMillis(5000), at(0, 0, 0.0, 0.0).distance(at(0, 0, 3.0, 4.0)));
        assertEquals(Duration.ofMillis(5300), at(0, 0.1, 0.0, 0.0).distance(at(0, 0.2, 3.0, 4.0)));
        assertEquals(Duration.ofMillis(5250), at(-0.1, 0.1, 0.0, 0.0).distance(at(0.05, 0.2, 3.0, 4.0)));
    }

    @Test
    void leavesOutAdjustmentsThatMakeItNegative() {
        assertEquals(Duration.ofMillis(1000), at(-3, 0, 0.0).distance(at(1, 0, 1.0)));
        assertEquals(Duration.ofMillis(1000), at(-2, 0, 0.0).distance(at(1, 0, 1.0)));
    }

    @Test
    void reckonsTheExampleOfTheDocumentation() {
        var one = at(0.1, 0.02, 0.34, 0.68, 0.003, 0.01, 0.05, 0.1, 0.34, 0.06);
        assertEquals(Duration.ofMillis(240), one.distance(one));
    }

    @Test
    void hasNoDistanceWhereDimensionsDiffer() {
        assertThrows(IllegalArgumentException.class, () -> at(0, 0, 1.0).distance(at(0, 0, 1.0, 2.0)));
        assertEquals(Double.POSITIVE_INFINITY, Coordinate.seconds(at(0, 0, 1.0), at(0, 0, 1.0, 2.0)));
        assertEquals(Double.POSITIVE_INFINITY, Coordinate.seconds(null, at(0, 0, 1.0, 2.0)));
    }

    @Test
    void sortsByDistanceAndKeepsTheOrderOfTheRest() {
        Map<String, Coordinate> places =
                Map.of("a", at(0, 0, 1.0), "b", at(0, 0, 2.0), "c", at(0, 0, 4.0), "d", at(0, 0, 3.0));
        var all = List.of("x", "c", "b", "y", "d", "a");
        assertEquals(List.of("a", "b", "d", "c", "x", "y"), Nearest.sort(all, n -> n, "a", places::get));
        assertEquals(List.of("c", "d", "b", "a", "x", "y"), Nearest.sort(all, n -> n, "c", places::get));
        assertEquals(all, Nearest.sort(all, n -> n, "x", places::get));
        assertEquals(all, Nearest.sort(all, n -> n, "", places::get));
    }

    @Test
    void sortsSitesByTheMedianOfTheirMembersThenByName() {
        var members = Map.<String, List<@Nullable Coordinate>>of(
                "far", List.of(at(0, 0, 9.0)),
                "mixed", List.of(at(0, 0, 0.1), at(0, 0, 5.0), at(0, 0, 6.0)),
                "b", List.of(at(0, 0, 1.0)),
                "a", List.of(at(0, 0, 1.0)));
        assertEquals(List.of("a", "b", "mixed", "far"), Nearest.sites(at(0, 0, 0.0), members));
        assertEquals(List.of("a", "b", "far", "mixed"), Nearest.sites(null, members));
    }

    @Test
    void findsThePlacesOfNodesFromRoundTripsAlone() {
        // four towns on a plane, three nodes each, with a link of 2 ms to each node
        var random = new SplittableRandom(7);
        double[][] towns = {{0, 0}, {0.03, 0}, {0, 0.04}, {0.08, 0.06}};
        int nodes = 12;
        var vivaldi = new ArrayList<Vivaldi>();
        for (int i = 0; i < nodes; i++) {
            vivaldi.add(new Vivaldi(new SplittableRandom(i)));
        }
        for (int round = 0; round < 3000; round++) {
            int from = random.nextInt(nodes);
            int to = (from + 1 + random.nextInt(nodes - 1)) % nodes;
            assertTrue(vivaldi.get(from).measured("n" + to, vivaldi.get(to).coordinate(), roundTrip(towns, from, to)));
        }
        double worst = 0;
        for (int from = 0; from < nodes; from++) {
            for (int to = 0; to < nodes; to++) {
                double real = roundTrip(towns, from, to).toNanos() / 1e9;
                double estimated = Coordinate.seconds(
                        vivaldi.get(from).coordinate(), vivaldi.get(to).coordinate());
                worst = from == to ? worst : Math.max(worst, Math.abs(estimated - real) / real);
            }
        }
        assertTrue(worst < 0.25, "worst estimate is wrong by " + worst);
    }

    private static Duration roundTrip(double[][] towns, int from, int to) {
        double[] a = towns[from % towns.length];
        double[] b = towns[to % towns.length];
        return Duration.ofNanos((long) (1e9 * (Math.hypot(a[0] - b[0], a[1] - b[1]) + 0.004)));
    }

    @Test
    void learnsNothingFromImpossibleMeasurements() {
        var node = new Vivaldi(new SplittableRandom(1));
        assertFalse(node.measured("p", Coordinate.ORIGIN, Duration.ofSeconds(-1)));
        assertFalse(node.measured("p", Coordinate.ORIGIN, Duration.ofSeconds(11)));
        assertFalse(node.measured("p", at(0, 0, 1.0), Duration.ofMillis(1)));
        assertFalse(
                node.measured("p", new Coordinate(Coordinate.ORIGIN.vector(), Double.NaN, 0, 0), Duration.ofMillis(1)));
        assertEquals(Coordinate.ORIGIN, node.coordinate());
    }

    @Test
    void isNotImpressedByOneSlowAnswer() {
        var steady = new Vivaldi(new SplittableRandom(1));
        var disturbed = new Vivaldi(new SplittableRandom(1));
        for (int i = 0; i < 50; i++) {
            steady.measured("p", Coordinate.ORIGIN, Duration.ofMillis(10));
            disturbed.measured("p", Coordinate.ORIGIN, i == 40 ? Duration.ofSeconds(9) : Duration.ofMillis(10));
        }
        assertEquals(steady.coordinate(), disturbed.coordinate());
    }

    @Property(tries = 200)
    void staysAValidPlaceWhateverIsMeasured(@ForAll long seed) {
        var random = new SplittableRandom(seed);
        var node = new Vivaldi(random);
        for (int i = 0; i < 100; i++) {
            var place = new Coordinate(
                    random.doubles(Coordinate.DIMENSIONS, -1e3, 1e3).boxed().toList(),
                    random.nextDouble() * 2,
                    random.nextDouble() - 0.5,
                    random.nextDouble());
            node.measured("p" + random.nextInt(5), place, Duration.ofNanos(random.nextLong(10_000_000_000L)));
            assertTrue(node.coordinate().isValid());
            assertTrue(node.coordinate().error() <= Coordinate.HIGHEST_ERROR);
            assertTrue(node.coordinate().height() >= Coordinate.LOWEST_HEIGHT);
        }
    }

    @Property
    void isAsFarThereAsBack(@ForAll double a, @ForAll double b) {
        var from = at(0.01, 0.001, a % 100);
        var to = at(0.02, 0.002, b % 100);
        assertTrue(from.distance(to).minus(to.distance(from)).abs().toNanos() <= 1);
    }
}
