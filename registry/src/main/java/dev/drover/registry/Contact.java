package dev.drover.registry;

import java.time.Duration;

/**
 * How near a node is to the order of writes: {@code X-Consul-KnownLeader} and {@code X-Consul-LastContact}.
 *
 * @param leader whether writes can be ordered now
 * @param ago how long ago that was last known to be so; zero while it is
 */
public record Contact(boolean leader, Duration ago) {
    public static final Contact NOW = new Contact(true, Duration.ZERO);
}
