package dev.drover.plane;

import java.util.List;
import java.util.SequencedMap;

/** Port: where the time of requests went, by service. Offered by the gateway, asked for by whoever watches the host. */
public interface Timings {
    /** Of every service that was asked since it was declared. */
    List<OfService> timings();

    /**
     * Of the requests to one service that have ended.
     *
     * @param requests how many
     * @param nanos by state of the timeline, in its order, of all of them together
     */
    record OfService(String service, long requests, SequencedMap<String, Long> nanos) {}

    /** No request is ever seen. */
    static Timings none() {
        return List::of;
    }
}
