package dev.drover.dns.plane;

import dev.drover.dns.answer.Chooser;
import dev.drover.dns.answer.Steered;
import dev.drover.dns.file.ZoneFile;
import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.RecordSet;
import dev.drover.dns.name.RecordType;
import dev.drover.dns.zone.Zone;
import java.net.InetAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Zones in which records lead to steered names: those names own the addresses of this generation there, so that whoever follows an
 * alias inside of the zone gets them. A zone whose addresses stay is the same object as before. Immutable.
 */
final class Following {
    static final Following NONE = new Following(Map.of());

    private final Map<DnsName, Made> made;

    private Following(Map<DnsName, Made> made) {
        this.made = made;
    }

    private record Made(Zone from, Map<DnsName, Chooser.Choice> choices, Zone zone) {}

    List<Zone> zones() {
        return made.values().stream().map(Made::zone).toList();
    }

    /** Those of a reading, which is without problems. */
    Following next(Readings.Reading reading, Collection<Steered> steered) {
        var next = new LinkedHashMap<DnsName, Made>();
        for (ZoneFile.Result result : reading.results().values()) {
            Zone zone = result.zone().orElseThrow();
            var choices = new HashMap<DnsName, Chooser.Choice>();
            steered.stream()
                    .filter(s -> result.led().contains(s.name()))
                    .forEach(s -> choices.put(s.name(), s.chooser().choose(InetAddress.getLoopbackAddress())));
            Made old = made.get(zone.origin());
            next.put(
                    zone.origin(),
                    old != null && old.from() == zone && old.choices().equals(choices)
                            ? old
                            : new Made(zone, choices, choices.isEmpty() ? zone : with(zone, choices, steered)));
        }
        return new Following(next);
    }

    /** The zone with these addresses at steered names. */
    static Zone with(Zone zone, Map<DnsName, Chooser.Choice> choices, Collection<Steered> steered) {
        var builder = Zone.builder(zone.origin());
        zone.owners().forEach(builder::exists);
        zone.forEach((owner, sets) -> sets.forEach(set -> builder.add(owner, set)));
        for (Steered name : steered) {
            Chooser.Choice choice = choices.get(name.name());
            if (choice != null && !choice.ipv4().isEmpty()) {
                builder.add(name.name(), new RecordSet(RecordType.A, name.ttl(), choice.ipv4()));
            }
            if (choice != null && !choice.ipv6().isEmpty()) {
                builder.add(name.name(), new RecordSet(RecordType.AAAA, name.ttl(), choice.ipv6()));
            }
        }
        return builder.build();
    }
}
