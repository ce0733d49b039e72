package dev.drover.policy.balance;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The instance that the cookie names, while it is in service and not tried; else by least requests. */
final class Sticky<M extends Member> implements Balancer<M> {
    private final Candidates<M> candidates;
    private final TokenTable tokens;
    private final Balancer<M> otherwise;

    Sticky(Candidates<M> candidates, TokenTable tokens, Balancer<M> otherwise) {
        this.candidates = candidates;
        this.tokens = tokens;
        this.otherwise = otherwise;
    }

    @Override
    public @Nullable M pick(@Nullable CharSequence key, Tried tried, long nowMillis) {
        int index = key == null ? -1 : tokens.find(key);
        if (index >= 0 && candidates.isOpen(index, tried)) {
            return candidates.at(index);
        }
        return otherwise.pick(null, tried, nowMillis);
    }

    @Override
    public List<M> members() {
        return candidates.members();
    }
}
