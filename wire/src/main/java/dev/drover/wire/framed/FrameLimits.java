package dev.drover.wire.framed;

import java.time.Duration;

/**
 * What clients of streams may take.
 *
 * @param idle how long one may take from one whole message to the next, and for the first one
 * @param connections at the same time
 * @param perClient of those, by address; of IPv6 by /64
 * @param longest message that is taken; a longer one ends the connection
 */
public record FrameLimits(Duration idle, int connections, int perClient, int longest) {
    public FrameLimits {
        if (!idle.isPositive() || connections < 1 || perClient < 1 || longest < 1 || longest > 0xffff) {
            throw new IllegalArgumentException("limits must be positive, messages at most 65535 bytes");
        }
    }
}
