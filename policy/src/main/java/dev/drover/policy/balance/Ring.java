package dev.drover.policy.balance;

import dev.drover.board.Instance;
import dev.drover.policy.hash.Hash64;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A consistent hash ring (D. Karger et al., 1997): each instance owns points on the circle of 64-bit hashes, a key belongs to the
 * owner of the first point at or after its hash. An instance that leaves gives away only its own keys.
 *
 * <p>An instance's points depend on nothing but its name and weight, never on who else is in service. Immutable.
 */
final class Ring {
    /** Points per unit of weight; the spread of shares is about 1 / sqrt(points), here 8 percent. */
    private static final int POINTS = 160;

    /** A larger ring gets fewer points per unit of weight. */
    private static final int MOST_POINTS = 1 << 16;

    /** 2 to the 64 divided by the golden ratio: odd, with no short pattern, so that successive multiples lie far apart. */
    private static final long GOLDEN_RATIO = 0x9e3779b97f4a7c15L;

    private final long[] hashes;
    private final int[] owners;

    /**
     * @param inService owners, by index
     * @param all also those not in service: they decide how many points a unit of weight has, so that one that goes or comes
     *     does not move the points of the others
     */
    static Ring of(List<Instance> inService, List<Instance> all) {
        int unit = all.stream().mapToInt(Instance::weight).reduce(0, Ring::greatestCommonDivisor);
        long units = all.stream().mapToLong(i -> i.weight() / unit).sum();
        int perUnit = Math.clamp(MOST_POINTS / Math.max(1, units), 1, POINTS);
        return new Ring(inService, unit, perUnit);
    }

    private Ring(List<Instance> inService, int unit, int perUnit) {
        var points = new ArrayList<Point>();
        for (int i = 0; i < inService.size(); i++) {
            Instance instance = inService.get(i);
            long seed = Hash64.of(instance.id().instance());
            int count = instance.weight() / unit * perUnit;
            for (int p = 1; p <= count; p++) {
                points.add(new Point(Hash64.mix(seed + p * GOLDEN_RATIO), i));
            }
        }
        points.sort(Comparator.comparingLong(Point::hash));
        this.hashes = points.stream().mapToLong(Point::hash).toArray();
        this.owners = points.stream().mapToInt(Point::owner).toArray();
    }

    private record Point(long hash, int owner) {}

    private static int greatestCommonDivisor(int a, int b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }

    int size() {
        return hashes.length;
    }

    /** Position of the point that a hash belongs to. */
    int find(long hash) {
        int found = Arrays.binarySearch(hashes, hash);
        int at = found >= 0 ? found : -found - 1;
        return at == hashes.length ? 0 : at;
    }

    /** Owner of the point {@code steps} after a position. */
    int owner(int position, int steps) {
        int at = position + steps;
        return owners[at < owners.length ? at : at - owners.length];
    }
}
