package dev.drover.registry.store;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The number of the last entry that each writer had applied. A writer numbers its entries and has one under way at a time, so an entry
 * that is not newer than the last is one that was believed lost, written again, and came after all: it is passed over. Every node
 * does so alike, hence this is part of a snapshot. Only writers of late are remembered.
 */
final class Writers {
    /** More than there are nodes, by far: each start of a node is another writer. */
    static final int MOST = 1_024;

    private final LinkedHashMap<String, Long> last;

    /** @param last those who wrote longest ago first */
    Writers(Map<String, Long> last) {
        this.last = new LinkedHashMap<>(last);
    }

    /** Whether the entry is to be applied; it counts as such from now on. */
    boolean isNew(String writer, long number) {
        Long before = last.remove(writer);
        boolean fresh = before == null || number > before;
        last.put(writer, before == null ? number : Math.max(number, before));
        if (last.size() > MOST) {
            last.remove(last.firstEntry().getKey());
        }
        return fresh;
    }

    Map<String, Long> all() {
        return new LinkedHashMap<>(last);
    }
}
