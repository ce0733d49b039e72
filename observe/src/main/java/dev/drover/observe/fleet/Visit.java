package dev.drover.observe.fleet;

/** What came of watching one host. */
public sealed interface Visit {
    Destination host();

    /**
     * It was watched.
     *
     * @param figures by which it is compared with others
     * @param note what went wrong on the way; empty if nothing
     */
    record Seen(Destination host, Judged judged, Figures figures, String note) implements Visit {}

    /**
     * It could not be watched.
     *
     * @param why in a clause
     * @param fix what to do about it
     */
    record Unseen(Destination host, String why, String fix) implements Visit {}
}
