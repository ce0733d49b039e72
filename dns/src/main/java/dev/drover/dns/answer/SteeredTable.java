package dev.drover.dns.answer;

import dev.drover.dns.message.Suffixes;
import dev.drover.dns.name.DnsName;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds steered names: open addressing, at most half full; immutable. */
final class SteeredTable {
    private final @Nullable SteeredNode[] slots;
    private final byte[][] names;
    private final Collection<Steered> all;
    private final boolean empty;

    /** @throws IllegalArgumentException for a name whose zone is not there */
    SteeredTable(Collection<Steered> all, Map<DnsName, ZoneAnswers> zones) {
        int size = Integer.highestOneBit(Math.max(4, all.size() * 4));
        slots = new @Nullable SteeredNode[size];
        names = new byte[size][];
        this.all = List.copyOf(all);
        empty = all.isEmpty();
        var name = new Suffixes();
        for (Steered steered : all) {
            ZoneAnswers zone = zones.get(steered.origin());
            if (zone == null) {
                throw new IllegalArgumentException(steered.name() + " has no zone " + steered.origin());
            }
            byte[] wire = steered.name().wire();
            name.read(wire, 0, wire.length);
            int i = name.hash(0) & size - 1;
            while (slots[i] != null) {
                i = i + 1 & size - 1;
            }
            slots[i] = new SteeredNode(steered, zone);
            names[i] = Arrays.copyOf(name.lower(), name.length());
        }
    }

    Collection<Steered> all() {
        return all;
    }

    @Nullable
    SteeredNode find(Suffixes name) {
        if (empty) {
            return null;
        }
        int mask = slots.length - 1;
        for (int i = name.hash(0) & mask; slots[i] != null; i = i + 1 & mask) {
            if (Arrays.equals(names[i], 0, names[i].length, name.lower(), 0, name.length())) {
                return slots[i];
            }
        }
        return null;
    }
}
