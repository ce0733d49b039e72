package dev.drover.http.serve;

import org.jspecify.annotations.Nullable;

/** Who answers the requests of all connections of one loop; used on that loop only. */
public interface Handler {
    /** Answers at once; null when it {@linkplain Asked#await awaits} something, and is asked again then. */
    @Nullable
    Answer answer(Asked asked);
}
