package dev.drover.plane.control;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The keys that a zone is signed with, now.
 *
 * @param algorithm and all but {@code waits} empty while it is not known which keys are in use
 * @param ds the records that the zone above needs, as a zone file has them; empty while it is to stay with what it has
 * @param waits null while the next key waits for nobody
 */
public record ZoneKeys(
        String zone,
        String algorithm,
        List<Key> keys,
        List<String> ds,
        @Nullable Waits waits) {
    public ZoneKeys {
        keys = List.copyOf(keys);
        ds = List.copyOf(ds);
    }

    /**
     * One key.
     *
     * @param tag the number that signatures name it by
     * @param flags 257 for one that the zone above vouches for, 256 for another
     * @param state {@code published}, {@code active}, {@code waiting} (for the zone above) or {@code retiring}
     * @param until when that ends; null for never
     * @param record as a zone file has it
     */
    public record Key(
            int tag,
            int flags,
            String state,
            String does,
            @Nullable Instant until,
            String record) {}

    /**
     * For whom the next key waits.
     *
     * @param confirm the command that says that the zone above vouches for it; or empty
     */
    public record Waits(Instant since, String why, String confirm) {}

    /** Somebody says that the zone above vouches for the next key. */
    public record Seen(@Nullable String zone) {}

    /**
     * What became of that.
     *
     * @param done in words
     */
    public record Done(String done) {}
}
