package dev.drover.policy.balance;

import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The less busy of two taken at random (M. Mitzenmacher, "The Power of Two Choices in Randomized Load Balancing", 2001): nearly
 * as even as asking all, at the price of asking two, and no herd runs to the same idle instance.
 *
 * <p>The two are drawn by weight and compared by requests in flight per weight. A tie goes to the first drawn, so that an idle
 * service is shared by weight as well. An instance in slow start is drawn less often by rejecting some of its draws.
 */
final class LeastRequests<M extends Member> implements Balancer<M> {
    /** Draws before looking at all in turn; reached only when nearly all have been tried or are starting slowly. */
    private static final int DRAWS = 8;

    private final Candidates<M> candidates;
    private final RandomGenerator random;
    private final boolean equal;
    /** At {@code i}, the sum of the weights up to and with {@code i}. */
    private final long[] sums;

    LeastRequests(Candidates<M> candidates, RandomGenerator random) {
        this.candidates = candidates;
        this.random = random;
        this.equal = candidates.haveEqualWeights();
        this.sums = new long[candidates.size()];
        long sum = 0;
        for (int i = 0; i < sums.length; i++) {
            sum += candidates.weight(i);
            sums[i] = sum;
        }
    }

    @Override
    public @Nullable M pick(@Nullable CharSequence key, Tried tried, long nowMillis) {
        int one = draw(-1, tried, nowMillis);
        if (one < 0) {
            return null;
        }
        int other = draw(one, tried, nowMillis);
        return candidates.at(other >= 0 && isBusier(one, other, nowMillis) ? other : one);
    }

    private boolean isBusier(int one, int other, long nowMillis) {
        return candidates.load(one) * candidates.weight(other, nowMillis)
                > candidates.load(other) * candidates.weight(one, nowMillis);
    }

    /** An index other than {@code not}, by weight; negative if there is none. */
    private int draw(int not, Tried tried, long nowMillis) {
        int size = sums.length;
        if (size == 0 || (size == 1 && not == 0)) {
            return -1;
        }
        for (int i = 0; i < DRAWS; i++) {
            int index = drawByWeight();
            if (index != not && candidates.isOpen(index, tried) && accepts(index, nowMillis)) {
                return index;
            }
        }
        return firstOpen(random.nextInt(size), not, tried);
    }

    private boolean accepts(int index, long nowMillis) {
        double share = candidates.share(index, nowMillis);
        return share >= 1 || random.nextDouble() < share;
    }

    private int firstOpen(int from, int not, Tried tried) {
        int size = sums.length;
        for (int i = 0; i < size; i++) {
            int index = from + i < size ? from + i : from + i - size;
            if (index != not && candidates.isOpen(index, tried)) {
                return index;
            }
        }
        return -1;
    }

    private int drawByWeight() {
        int size = sums.length;
        if (equal) {
            return random.nextInt(size);
        }
        long at = random.nextLong(sums[size - 1]);
        int low = 0;
        int high = size - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sums[middle] > at) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    @Override
    public List<M> members() {
        return candidates.members();
    }
}
