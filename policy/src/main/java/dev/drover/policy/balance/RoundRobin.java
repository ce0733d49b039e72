package dev.drover.policy.balance;

import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Smooth weighted round robin, as nginx does it (nginx commit 52327e0627f4, 2012): each turn every instance gains its weight,
 * the richest is picked and pays the sum of all weights. So {@code a:5 b:1 c:1} gives {@code a a b a c a a}, never five
 * {@code a} in a row. With equal weights that is plain rotation, which costs no loop over all.
 *
 * <p>Starts at a random place, so that many loops (and many nodes) do not send their first requests to the same instance.
 */
final class RoundRobin<M extends Member> implements Balancer<M> {
    private final Candidates<M> candidates;
    private final boolean equal;
    private final double[] credit;
    private int next;

    RoundRobin(Candidates<M> candidates, RandomGenerator random) {
        this.candidates = candidates;
        this.equal = candidates.haveEqualWeights();
        this.credit = new double[candidates.size()];
        this.next = credit.length == 0 ? 0 : random.nextInt(credit.length);
        for (int i = 0; i < credit.length; i++) {
            credit[i] = candidates.weight(i) * random.nextDouble();
        }
    }

    @Override
    public @Nullable M pick(@Nullable CharSequence key, Tried tried, long nowMillis) {
        int picked = equal && candidates.isSettled(nowMillis) ? rotate(tried) : richest(tried, nowMillis);
        return picked < 0 ? null : candidates.at(picked);
    }

    private int rotate(Tried tried) {
        int size = candidates.size();
        for (int turn = 0; turn < size; turn++) {
            int index = next;
            next = index + 1 == size ? 0 : index + 1;
            if (candidates.isOpen(index, tried)) {
                return index;
            }
        }
        return -1;
    }

    private int richest(Tried tried, long nowMillis) {
        int best = -1;
        double sum = 0;
        for (int i = 0; i < credit.length; i++) {
            if (!candidates.isOpen(i, tried)) {
                continue;
            }
            double weight = candidates.weight(i, nowMillis);
            sum += weight;
            credit[i] += weight;
            if (best < 0 || credit[i] > credit[best]) {
                best = i;
            }
        }
        if (best >= 0) {
            credit[best] -= sum;
        }
        return best;
    }

    @Override
    public List<M> members() {
        return candidates.members();
    }
}
