package dev.drover.plane.control;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One applied model.
 *
 * @param generation counts from 1, never used twice
 * @param how {@code up}, {@code apply}, {@code rollback to 3}, {@code not confirmed in time: back to 3}
 * @param file the file it was read from
 * @param confirmBy what ran before comes back at this moment unless confirmed; null when it is for good
 * @param running whether it is the one in force
 * @param shared whether the nodes of a cluster agreed on it
 */
public record Version(
        long generation,
        String author,
        Instant at,
        String how,
        String file,
        @Nullable Instant confirmBy,
        boolean running,
        boolean shared) {}
