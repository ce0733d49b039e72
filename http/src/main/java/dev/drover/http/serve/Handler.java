package dev.drover.http.serve;

/** Who answers the requests of all connections of one loop; used on that loop only. */
public interface Handler {
    /** Answers at once. */
    Answer answer(Asked asked);
}
