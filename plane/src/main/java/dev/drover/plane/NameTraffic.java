package dev.drover.plane;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
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
     */
    record Figures(
            double perSecond,
            long answered,
            SequencedMap<String, Double> shares,
            long dropped,
            int zones,
            List<String> domains) {
        public Figures {
            shares = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(shares));
            domains = List.copyOf(domains);
        }
    }

    /** Nobody asks. */
    static NameTraffic none() {
        return Optional::empty;
    }
}
