package dev.drover.registry.sites;

import dev.drover.registry.near.Coordinate;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Port: other sites, as far as Consul's API has to do with them. */
public interface Elsewhere {
    /** All other sites, nearest first. */
    List<String> sites();

    /**
     * Asks a node of that site.
     *
     * @throws IOException if none answers
     */
    Told ask(String site, Asked what) throws IOException, InterruptedException;

    /** Where a node is, this one among them; null where nobody measured. */
    @Nullable
    Coordinate place(String node);

    /** The nodes of each site that were measured, this one's first. */
    SequencedMap<String, SequencedMap<String, Coordinate>> places();

    /**
     * A request.
     *
     * @param target path and query, as in its first line
     * @param token empty for none
     * @param patience for the whole
     */
    @SuppressWarnings("ArrayRecordComponent") // sent once, compared never
    record Asked(String method, String target, String token, byte[] body, Duration patience) {}

    /** Its answer. */
    @SuppressWarnings("ArrayRecordComponent") // read once, compared never
    record Told(int status, Map<String, String> headers, byte[] body) {
        public Told {
            headers = new TreeMap<>(headers);
        }
    }

    /** There is no other site. */
    static Elsewhere nowhere() {
        return Nowhere.NOWHERE;
    }
}
