package dev.drover.policy.balance;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Picks one of a service's instances for each request, in one generation. Belongs to one event loop: not thread-safe.
 *
 * @param <M> what the caller holds for an instance, such as its pool of connections
 */
public interface Balancer<M extends Member> {
    /**
     * Picks for one attempt.
     *
     * @param key what the service's {@code balance} asks for: the value that is hashed, or the sticky cookie's; null if the
     *     request has none, and where none is asked for
     * @param tried instances that the request has been to; they are not picked again
     * @param nowMillis wall clock, milliseconds since 1970, for slow start
     * @return null when no instance is in service or all have been tried
     */
    @Nullable
    M pick(@Nullable CharSequence key, Tried tried, long nowMillis);

    /** All that may be picked, in the order of the board. */
    List<M> members();
}
