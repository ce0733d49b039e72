package dev.drover.dns.answer;

import dev.drover.dns.message.Suffixes;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the zone, or whoever else answers, whose origin is the closest above a name, or the name itself; immutable. */
final class Origins {
    private final @Nullable Authority[] slots;
    private final byte[][] names;
    private final int[] hashes;
    /** Whether some origin has so many labels: others are not looked for. */
    private final boolean[] depths = new boolean[128];

    /** Of two with one origin the first counts. */
    Origins(Collection<? extends Authority> zones, List<Authority> others) {
        int size = Integer.highestOneBit(Math.max(4, (zones.size() + others.size()) * 4));
        slots = new @Nullable Authority[size];
        names = new byte[size][];
        hashes = new int[size];
        zones.forEach(this::put);
        others.forEach(this::put);
    }

    private void put(Authority zone) {
        var name = new Suffixes();
        byte[] wire = zone.origin().wire();
        name.read(wire, 0, wire.length);
        if (find(name, 0) != null) {
            return;
        }
        int mask = slots.length - 1;
        int i = name.hash(0) & mask;
        while (slots[i] != null) {
            i = i + 1 & mask;
        }
        slots[i] = zone;
        hashes[i] = name.hash(0);
        names[i] = Arrays.copyOf(name.lower(), name.length());
        depths[name.labels()] = true;
    }

    /** The zone of the longest ending that begins with this label or behind it. */
    @Nullable
    Authority closest(Suffixes name, int first) {
        int labels = name.labels();
        for (int label = first; label <= labels; label++) {
            if (depths[labels - label]) {
                Authority found = find(name, label);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    private @Nullable Authority find(Suffixes name, int label) {
        int hash = name.hash(label);
        int start = name.start(label);
        int mask = slots.length - 1;
        for (int i = hash & mask; slots[i] != null; i = i + 1 & mask) {
            if (hashes[i] == hash && Arrays.equals(names[i], 0, names[i].length, name.lower(), start, name.length())) {
                return slots[i];
            }
        }
        return null;
    }
}
