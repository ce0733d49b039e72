package dev.drover.dns.transfer;

import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.RecordSet;
import dev.drover.dns.name.RecordType;
import dev.drover.dns.zone.Zone;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A zone as it is given away, with what changed since the versions before, and who may have it; immutable. What changed is kept
 * while it is less than the zone itself.
 *
 * @param differences oldest first, each beginning where the one before ends
 */
record Copy(Zone zone, Access access, List<Difference> differences) {
    private static final int MOST = 100;

    Copy {
        differences = List.copyOf(differences);
    }

    static Copy of(Zone zone, Access access) {
        return new Copy(zone, access, List.of());
    }

    /** The next version. A serial that does not grow ends what secondaries could follow. */
    Copy next(Zone newer, Access allowed) {
        if (newer == zone) {
            return new Copy(zone, allowed, differences);
        }
        if (!Serial.isNewer(newer.serial(), zone.serial())) {
            return new Copy(newer, allowed, List.of());
        }
        var all = new ArrayList<>(differences);
        all.add(Difference.between(zone, newer));
        int size = all.stream().mapToInt(Difference::size).sum();
        while (!all.isEmpty() && (size > newer.size() || all.size() > MOST)) {
            size -= all.removeFirst().size();
        }
        return new Copy(newer, allowed, all);
    }

    /** Whether it becomes another zone under a serial that does not grow. */
    boolean isHiddenFromSecondaries(Zone newer) {
        return newer != zone
                && !Serial.isNewer(newer.serial(), zone.serial())
                && !(newer.serial() == zone.serial()
                        && Difference.between(zone, newer).isEmpty());
    }

    /** All of it, between two times its SOA (RFC 5936 section 2.2). */
    Iterator<Owned> whole() {
        DnsName origin = zone.origin();
        var soa = new Owned(origin, zone.soa());
        Stream<Owned> rest = zone.owners().stream()
                .flatMap(owner -> zone.at(owner).stream()
                        .filter(set -> !set.type().equals(RecordType.SOA))
                        .flatMap(set -> timed(set, zone.at(owner)))
                        .map(set -> new Owned(owner, set)));
        return Stream.of(Stream.of(soa), rest, Stream.of(soa))
                .flatMap(part -> part)
                .iterator();
    }

    /** A signature has the TTL of what it signs (RFC 4034 section 3), so those at one name may differ. */
    private static Stream<RecordSet> timed(RecordSet set, List<RecordSet> beside) {
        if (!set.type().equals(RecordType.RRSIG)) {
            return Stream.of(set);
        }
        return set.rdata().stream().map(signature -> {
            int ttl = beside.stream()
                    .filter(s -> s.type().number() == signature.u16(0))
                    .mapToInt(RecordSet::ttl)
                    .findFirst()
                    .orElse(set.ttl());
            return RecordSet.of(RecordType.RRSIG, ttl, signature);
        });
    }

    /** What changed since a serial, step by step (RFC 1995 section 4); empty when that is not known any more. */
    Optional<Iterator<Owned>> since(long serial) {
        int first = 0;
        while (first < differences.size() && differences.get(first).from() != serial) {
            first++;
        }
        if (first == differences.size()) {
            return Optional.empty();
        }
        DnsName origin = zone.origin();
        var soa = new Owned(origin, zone.soa());
        Stream<Owned> steps = differences.subList(first, differences.size()).stream()
                .flatMap(d -> Stream.of(
                                Stream.of(new Owned(origin, d.older())),
                                d.removed().stream(),
                                Stream.of(new Owned(origin, d.newer())),
                                d.added().stream())
                        .flatMap(part -> part));
        return Optional.of(Stream.of(Stream.of(soa), steps, Stream.of(soa))
                .flatMap(part -> part)
                .iterator());
    }
}
