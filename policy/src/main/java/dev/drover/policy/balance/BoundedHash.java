package dev.drover.policy.balance;

import dev.drover.policy.hash.Hash64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Consistent hashing with bounded loads (V. Mirrokni, M. Thorup, M. Zadimoghaddam, 2016): a key goes to its owner on the ring
 * unless that one has more than 1.25 times its fair part of what is in flight; then to the next owner that has not. So keys stay
 * where they are, yet no hot key and no attacker can put more than that on one instance.
 *
 * <p>A request without the key is balanced by least requests. In slow start the ring stays as it is, only the bound is lower.
 */
final class BoundedHash<M extends Member> implements Balancer<M> {
    /** The load factor c of the paper: 1 would be perfectly even and move many keys, 2 hardly any. */
    private static final double FACTOR = 1.25;

    private final Candidates<M> candidates;
    private final Ring ring;
    private final Balancer<M> withoutKey;

    BoundedHash(Candidates<M> candidates, Ring ring, Balancer<M> withoutKey) {
        this.candidates = candidates;
        this.ring = ring;
        this.withoutKey = withoutKey;
    }

    @Override
    public @Nullable M pick(@Nullable CharSequence key, Tried tried, long nowMillis) {
        if (key == null || ring.size() == 0) {
            return withoutKey.pick(null, tried, nowMillis);
        }
        int position = ring.find(Hash64.of(key));
        int last = -1;
        double perWeight = -1;
        for (int step = 0; step < ring.size(); step++) {
            int owner = ring.owner(position, step);
            if (owner == last || !candidates.isOpen(owner, tried)) {
                continue;
            }
            last = owner;
            int load = candidates.load(owner);
            if (load == 0) {
                return candidates.at(owner);
            }
            perWeight = perWeight < 0 ? bound(nowMillis) : perWeight;
            if (load + 1 <= Math.ceil(perWeight * candidates.weight(owner, nowMillis))) {
                return candidates.at(owner);
            }
        }
        return withoutKey.pick(null, tried, nowMillis);
    }

    /** Most requests in flight per unit of weight, the coming one counted. */
    private double bound(long nowMillis) {
        long inFlight = 1;
        double weight = 0;
        for (int i = 0; i < candidates.size(); i++) {
            inFlight += candidates.load(i);
            weight += candidates.weight(i, nowMillis);
        }
        return FACTOR * inFlight / weight;
    }

    @Override
    public List<M> members() {
        return candidates.members();
    }
}
