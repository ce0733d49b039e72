package dev.drover.plane.control;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The keys that a zone is signed with, now.
 *
 * @param ds the records that the zone above needs, as a zone file has them
 */
public record ZoneKeys(String zone, String algorithm, List<Key> keys, List<String> ds) {
    public ZoneKeys {
        keys = List.copyOf(keys);
        ds = List.copyOf(ds);
    }

    /**
     * One key.
     *
     * @param tag the number that signatures name it by
     * @param flags 257 for one that the zone above vouches for, 256 for another
     * @param until when that ends; null for never
     * @param record as a zone file has it
     */
    public record Key(
            int tag, int flags, String does, @Nullable Instant until, String record) {}
}
