package dev.drover.plane.control;

import java.time.Instant;
import java.util.List;

/**
 * What the names were asked most, lately: estimates from samples.
 *
 * @param by what is told apart
 * @param queries in that time, as far as they were seen; those of which a sample was {@code lost} are not in the rows
 * @param samples how many of them were looked at
 */
public record TopList(By by, Instant from, Instant to, long queries, long samples, long lost, List<Row> rows) {
    public TopList {
        rows = List.copyOf(rows);
    }

    /** What is told apart. */
    public enum By {
        NAME,
        /** The network of who sent it, a /24 or a /56: mostly a resolver. */
        CLIENT,
        ZONE,
        TYPE,
        RCODE
    }

    /**
     * One of the most frequent.
     *
     * @param item may be empty: no zone of ours, no sound question
     * @param queries about so many
     * @param least it is this many at least, in 95 of 100 cases
     * @param most and this many at most
     */
    public record Row(String item, long queries, long least, long most) {}
}
