package dev.drover.observe.fleet;

import dev.drover.observe.sample.Sample;
import java.util.List;

/** What came of watching one host. */
public sealed interface Visit {
    Destination host();

    /**
     * It was watched.
     *
     * @param samples at least two
     * @param note what went wrong on the way; empty if nothing
     */
    record Seen(Destination host, List<Sample> samples, String note) implements Visit {
        public Seen {
            samples = List.copyOf(samples);
        }
    }

    /**
     * It could not be watched.
     *
     * @param why in a clause
     * @param fix what to do about it
     */
    record Unseen(Destination host, String why, String fix) implements Visit {}
}
