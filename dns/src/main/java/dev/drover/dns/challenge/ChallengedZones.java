package dev.drover.dns.challenge;

import dev.drover.dns.name.DnsName;
import dev.drover.dns.zone.Zone;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Zones with the challenges of the moment beside their records. A zone without any is itself, and one with the same ones is the same object
 * as before. Immutable.
 */
public final class ChallengedZones {
    public static final ChallengedZones NONE = new ChallengedZones(List.of(), Map.of());

    private final List<Zone> zones;
    private final Map<DnsName, Made> made;

    private ChallengedZones(List<Zone> zones, Map<DnsName, Made> made) {
        this.zones = zones;
        this.made = made;
    }

    private record Made(Zone from, List<Txt> values, Zone zone) {}

    public List<Zone> zones() {
        return zones;
    }

    /** What a zone cannot answer any more since it was changed is left out. */
    public ChallengedZones next(Ground ground, List<Txt> values) {
        if (values.isEmpty()) {
            return new ChallengedZones(ground.zones(), Map.of());
        }
        var wanted = new HashMap<DnsName, List<Txt>>();
        for (Txt value : values) {
            ground.zoneOf(value.owner())
                    .ifPresent(zone -> wanted.merge(zone.origin(), List.of(value), ChallengedZones::joined));
        }
        var next = new HashMap<DnsName, Made>();
        List<Zone> all = ground.zones().stream()
                .map(zone -> {
                    List<Txt> here = wanted.getOrDefault(zone.origin(), List.of());
                    if (here.isEmpty()) {
                        return zone;
                    }
                    Made old = made.get(zone.origin());
                    Made one = old != null && old.from() == zone && old.values().equals(here)
                            ? old
                            : new Made(zone, here, with(zone, here));
                    next.put(zone.origin(), one);
                    return one.zone();
                })
                .toList();
        return new ChallengedZones(all, next);
    }

    private static List<Txt> joined(List<Txt> some, List<Txt> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    private static Zone with(Zone zone, List<Txt> values) {
        var builder = Zone.builder(zone.origin());
        zone.owners().forEach(builder::exists);
        zone.forEach((owner, sets) -> sets.forEach(set -> builder.add(owner, set)));
        values.forEach(value -> builder.add(value.owner(), value.record()));
        return builder.build();
    }
}
