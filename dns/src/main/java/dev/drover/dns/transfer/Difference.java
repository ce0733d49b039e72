package dev.drover.dns.transfer;

import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.Rdata;
import dev.drover.dns.name.RecordSet;
import dev.drover.dns.name.RecordType;
import dev.drover.dns.zone.Zone;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What lies between two versions of a zone, without their SOA records.
 *
 * @param removed from the older one
 * @param added to it
 */
record Difference(RecordSet older, RecordSet newer, List<Owned> removed, List<Owned> added) {
    Difference {
        removed = List.copyOf(removed);
        added = List.copyOf(added);
    }

    static Difference between(Zone older, Zone newer) {
        var removed = new ArrayList<Owned>();
        var added = new ArrayList<Owned>();
        List<DnsName> before = older.owners();
        List<DnsName> after = newer.owners();
        int a = 0;
        int b = 0;
        while (a < before.size() || b < after.size()) {
            int order = a == before.size()
                    ? 1
                    : b == after.size() ? -1 : before.get(a).compareTo(after.get(b));
            DnsName owner = order <= 0 ? before.get(a) : after.get(b);
            compare(
                    owner,
                    order <= 0 ? older.at(owner) : List.of(),
                    order >= 0 ? newer.at(owner) : List.of(),
                    removed,
                    added);
            a += order <= 0 ? 1 : 0;
            b += order >= 0 ? 1 : 0;
        }
        return new Difference(older.soa(), newer.soa(), removed, added);
    }

    private static void compare(
            DnsName owner, List<RecordSet> before, List<RecordSet> after, List<Owned> removed, List<Owned> added) {
        if (before.equals(after)) {
            return;
        }
        Map<RecordType, RecordSet> old = byType(before);
        Map<RecordType, RecordSet> now = byType(after);
        old.forEach((type, set) -> missing(owner, set, now.get(type), removed));
        now.forEach((type, set) -> missing(owner, set, old.get(type), added));
    }

    private static Map<RecordType, RecordSet> byType(List<RecordSet> sets) {
        var all = new LinkedHashMap<RecordType, RecordSet>();
        sets.stream().filter(s -> !s.type().equals(RecordType.SOA)).forEach(s -> all.put(s.type(), s));
        return all;
    }

    /** What of a set the other does not have; a set with another TTL has nothing of it. */
    private static void missing(DnsName owner, RecordSet set, @Nullable RecordSet other, List<Owned> into) {
        Set<Rdata> there = other == null || other.ttl() != set.ttl() ? Set.of() : new HashSet<>(other.rdata());
        List<Rdata> rest = set.rdata().stream().filter(d -> !there.contains(d)).toList();
        if (!rest.isEmpty()) {
            into.add(new Owned(owner, new RecordSet(set.type(), set.ttl(), rest)));
        }
    }

    long from() {
        return serial(older);
    }

    long to() {
        return serial(newer);
    }

    private static long serial(RecordSet soa) {
        Rdata data = soa.first();
        return data.u32(data.length() - 20);
    }

    /** How many records it has. */
    int size() {
        return 2
                + removed.stream().mapToInt(o -> o.set().size()).sum()
                + added.stream().mapToInt(o -> o.set().size()).sum();
    }

    boolean isEmpty() {
        return removed.isEmpty() && added.isEmpty();
    }
}
