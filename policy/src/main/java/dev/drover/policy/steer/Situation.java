package dev.drover.policy.steer;

import java.time.Instant;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * What counts beside the client.
 *
 * @param now for draws that are repeated
 * @param before whom a network of clients, by {@link Steering#network}, was answered last
 */
public record Situation(Instant now, LongFunction<Optional<String>> before) {
    /** Nobody was answered yet. */
    public static Situation at(Instant now) {
        return new Situation(now, network -> Optional.empty());
    }
}
