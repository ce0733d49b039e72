package dev.drover.plane;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;

/** Port: what the names are asked. Offered by the names, asked for by whoever tells of the node. */
public interface NameTraffic {
    /** Empty where no names are answered for. */
    Optional<Figures> figures();

    /**
     * The names at one glance.
     *
     * @param perSecond queries answered, in the last ten seconds
     * @param answered since the start
     * @param shares by code of the response, of all that was answered, the greatest first
     * @param dropped what was no query
     * @param domains of discovery names
     * @param copies zones of other primaries
     * @param keys zones whose next key waits for somebody
     */
    record Figures(
            double perSecond,
            long answered,
            SequencedMap<String, Double> shares,
            long dropped,
            int zones,
            List<String> domains,
            List<Copied> copies,
            List<KeyWaits> keys) {
        public Figures {
            shares = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(shares));
            domains = List.copyOf(domains);
            copies = List.copyOf(copies);
            keys = List.copyOf(keys);
        }
    }

    /**
     * A zone of another primary, as it stands.
     *
     * @param zone its origin without the last dot
     * @param serial of what came last; absent until something has
     * @param answered whether it is answered for: not before it has come, nor when it is too old
     * @param trouble why it could not be fetched at the last try; or empty
     * @param troubleSince when that began; absent without
     * @param checked when a primary was last asked with success; absent for never
     * @param next when one is asked again
     * @param expires when it will be too old; absent until it has come
     */
    record Copied(
            String zone,
            OptionalLong serial,
            boolean answered,
            String trouble,
            Optional<Instant> troubleSince,
            Optional<Instant> checked,
            Instant next,
            Optional<Instant> expires) {}

    /**
     * A signed zone whose next key waits for the zone above, or for other nodes.
     *
     * @param zone its origin without the last dot
     * @param confirm the command that says that the zone above vouches for it; or empty
     */
    record KeyWaits(String zone, Instant since, String why, String confirm) {}

    /** Nobody asks. */
    static NameTraffic none() {
        return Optional::empty;
    }
}
