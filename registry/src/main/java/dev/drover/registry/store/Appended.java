package dev.drover.registry.store;

import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Entries that this node appended, until it applies them: an answer that says where an entry came to lie says all that reading it back
 * would. While an append is under way its answer is about to come, and tells no less than the watch that was set off.
 */
final class Appended {
    /** Somebody who applies slower than he writes reads the rest back. */
    private static final int MOST = 16;

    private final TreeMap<Position, byte[]> entries = new TreeMap<>();
    private boolean underWay;
    private long era;

    /** An append begins. Returns what {@link #put} is to be told: the connection may change meanwhile. */
    synchronized long begin() {
        underWay = true;
        return era;
    }

    synchronized void put(long since, Position position, byte[] entry) {
        if (since == era && entries.size() < MOST) {
            entries.put(position, entry);
        }
    }

    /** It is answered, or never will be. */
    synchronized void end() {
        underWay = false;
    }

    synchronized boolean isUnderWay() {
        return underWay;
    }

    /** The entry there, if it is known. It is forgotten with all before it. */
    synchronized byte @Nullable [] take(Position position) {
        byte[] entry = entries.get(position);
        entries.headMap(position, true).clear();
        return entry;
    }

    /** Another connection may lead to a log that somebody put back. */
    synchronized void forget() {
        entries.clear();
        era++;
    }
}
