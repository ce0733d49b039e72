package dev.drover.registry.consul;

import dev.drover.registry.sites.Elsewhere;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** What every endpoint works with. */
record Context(
        Home home,
        Reads reads,
        Writes writes,
        Shapes shapes,
        Filters filters,
        Elsewhere elsewhere,
        RandomGenerator random,
        Servers servers) {
    /** A new id: UUID version 4 (RFC 9562, section 5.4). */
    String newId() {
        long high = (random.nextLong() & ~0xf000L) | 0x4000L;
        long low = (random.nextLong() & ~(3L << 62)) | (1L << 63);
        return new UUID(high, low).toString();
    }
}
