package dev.drover.dns.answer;

import dev.drover.dns.message.Suffixes;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the zone whose origin is the closest above a name, or the name itself; immutable. */
final class Origins {
    private final @Nullable ZoneAnswers[] slots;
    private final byte[][] names;
    private final int[] hashes;
    /** Whether some origin has so many labels: others are not looked for. */
    private final boolean[] depths = new boolean[128];

    Origins(List<ZoneAnswers> zones) {
        int size = Integer.highestOneBit(Math.max(4, zones.size() * 4));
        slots = new @Nullable ZoneAnswers[size];
        names = new byte[size][];
        hashes = new int[size];
        var name = new Suffixes();
        for (ZoneAnswers zone : zones) {
            byte[] wire = zone.zone().origin().wire();
            name.read(wire, 0, wire.length);
            int i = name.hash(0) & size - 1;
            while (slots[i] != null) {
                i = i + 1 & size - 1;
            }
            slots[i] = zone;
            hashes[i] = name.hash(0);
            names[i] = Arrays.copyOf(name.lower(), name.length());
            depths[name.labels()] = true;
        }
    }

    /** The zone of the longest ending that begins with this label or behind it. */
    @Nullable
    ZoneAnswers closest(Suffixes name, int first) {
        int labels = name.labels();
        for (int label = first; label <= labels; label++) {
            if (depths[labels - label]) {
                ZoneAnswers found = find(name, label);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    private @Nullable ZoneAnswers find(Suffixes name, int label) {
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
