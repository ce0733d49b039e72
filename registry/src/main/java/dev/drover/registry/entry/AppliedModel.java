package dev.drover.registry.entry;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A model that the nodes of a cluster agreed on.
 *
 * @param generation rises by one; the first is what whoever came first ran
 * @param node that was asked
 * @param how it came about, such as {@code apply}
 * @param file it was read from, on that node
 * @param confirmBy when {@code backTo} comes back; null once it is for good
 * @param backTo generation that ran before; 0 for the first
 * @param bundle its texts, compressed, in Base64
 */
public record AppliedModel(
        long generation,
        String node,
        String author,
        Instant at,
        String how,
        String file,
        @Nullable Instant confirmBy,
        long backTo,
        String bundle) {
    public AppliedModel confirmed(String by) {
        return new AppliedModel(generation, node, author, at, how + ", confirmed by " + by, file, null, backTo, bundle);
    }
}
