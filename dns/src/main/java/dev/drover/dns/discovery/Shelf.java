package dev.drover.dns.discovery;

import dev.drover.dns.message.Suffixes;
import dev.drover.plane.Discovery;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** What was worked out, by name, in so many places: names share them, and the last one stays. Of all threads. */
final class Shelf {
    private final AtomicReferenceArray<@Nullable Entry> slots;

    private static final class Entry {
        private final byte[] name;
        /** The newest catalog of which it is known to hold. */
        private final Discovery.Catalog seen;

        private final Found found;

        Entry(byte[] name, Discovery.Catalog seen, Found found) {
            this.name = name;
            this.seen = seen;
            this.found = found;
        }
    }

    /** @param size a power of two */
    Shelf(int size) {
        slots = new AtomicReferenceArray<>(size);
    }

    /** Null where it was not worked out, or would be another now. */
    @SuppressWarnings("ReferenceEquality") // the same catalog is the same object: it is asked with every query
    @Nullable
    Found find(Suffixes name, Discovery.Catalog now) {
        int slot = slot(name);
        Entry entry = slots.getAcquire(slot);
        if (entry == null || !Arrays.equals(entry.name, 0, entry.name.length, name.lower(), 0, name.length())) {
            return null;
        }
        if (entry.seen != now) {
            if (!entry.found.holds(now)) {
                return null;
            }
            slots.setRelease(slot, new Entry(entry.name, now, entry.found));
        }
        return entry.found;
    }

    void keep(Suffixes name, Discovery.Catalog now, Found found) {
        slots.setRelease(slot(name), new Entry(Arrays.copyOf(name.lower(), name.length()), now, found));
    }

    private int slot(Suffixes name) {
        return ((name.hash(0) * 0x9e3779b1) >>> 8) & (slots.length() - 1);
    }
}
