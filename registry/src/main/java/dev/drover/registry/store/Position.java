package dev.drover.registry.store;

import java.util.Comparator;

/**
 * A place in the log.
 *
 * @param entry its number in the segment; -1 before the first
 */
record Position(long segment, long entry) implements Comparable<Position> {
    private static final Comparator<Position> ORDER =
            Comparator.comparingLong(Position::segment).thenComparingLong(Position::entry);

    static Position startOf(long segment) {
        return new Position(segment, -1);
    }

    @Override
    public int compareTo(Position other) {
        return ORDER.compare(this, other);
    }
}
