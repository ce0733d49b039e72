package dev.drover.dns.plane;

import dev.drover.dns.file.ZoneFile;
import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.RecordType;
import dev.drover.dns.zone.Zone;
import dev.drover.model.Dns;
import dev.drover.model.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The zones of models, read once each: a model is checked several times before it is in force, and a zone that stays as it was
 * declared stays the same object, but for the serial where Drover gives that.
 */
final class Readings {
    private static final long SERIALS = 1L << 32;

    private Reading latest = Reading.none();
    private volatile Map<String, Read> kept = Map.of();

    private record Read(Dns.Zone declared, ZoneFile.Result result) {}

    /**
     * All zones of one model.
     *
     * @param serial that Drover gives
     */
    record Reading(Dns dns, Map<String, ZoneFile.Result> results, long serial) {
        static Reading none() {
            return new Reading(Dns.none(), Map.of(), 0);
        }

        List<Problem> problems() {
            var problems = new ArrayList<Problem>();
            results.values().forEach(r -> problems.addAll(r.problems()));
            dns.zones().values().forEach(zone -> undelegated(zone).ifPresent(problems::add));
            return problems;
        }

        /** Present for those that are sound. */
        Optional<Zone> zone(String origin) {
            ZoneFile.Result result = results.get(origin);
            return result == null ? Optional.empty() : result.zone();
        }

        List<Zone> zones() {
            return results.values().stream().flatMap(r -> r.zone().stream()).toList();
        }

        /** The same with the serial that this edition of the model gives, where Drover makes it. */
        Reading numbered(long edition) {
            var numbered = new LinkedHashMap<String, ZoneFile.Result>();
            long next = Math.floorMod(edition, SERIALS);
            results.forEach((origin, result) ->
                    numbered.put(origin, isRenewed(origin) ? result.renewable(next) : result.numbered(next)));
            return new Reading(dns, numbered, next);
        }

        private boolean isRenewed(String origin) {
            Dns.Zone zone = dns.zones().get(origin);
            return zone != null && zone.signing().isPresent() && zone.transfer().isPresent();
        }

        /** Whether the zone of a file has a serial that lies ahead of what Drover would give it, and so would fall. */
        boolean isAhead(Dns.Zone zone) {
            return isRenewed(zone.origin())
                    && zone(zone.origin()).filter(z -> z.serial() != serial).isPresent();
        }

        /** A zone below another is found by resolvers through the other one alone (RFC 1034 section 4.2). */
        private Optional<Problem> undelegated(Dns.Zone zone) {
            DnsName origin = DnsName.parse(zone.origin());
            String above = null;
            for (String other : dns.zones().keySet()) {
                boolean closer = above == null || other.length() > above.length();
                if (closer && !other.equals(zone.origin()) && Dns.isAtOrBelow(zone.origin(), other)) {
                    above = other;
                }
            }
            if (above == null
                    || zone(above).isEmpty()
                    || zone(above).get().find(origin, RecordType.NS).isPresent()) {
                return Optional.empty();
            }
            return Optional.of(Problem.of(
                    zone.where(),
                    "dns.zones." + zone.origin(),
                    zone.origin() + " lies below " + above + ", which does not delegate it",
                    "NS records for " + zone.origin() + ". in the zone " + above));
        }
    }

    synchronized Reading of(Optional<Dns> declared) {
        Dns dns = declared.orElseGet(Dns::none);
        if (latest.dns() != dns) {
            var results = new LinkedHashMap<String, ZoneFile.Result>();
            dns.zones().forEach((origin, zone) -> {
                if (zone.primary().isEmpty()) {
                    results.put(origin, read(origin, zone));
                }
            });
            latest = new Reading(dns, results, 0);
        }
        return latest;
    }

    private ZoneFile.Result read(String origin, Dns.Zone zone) {
        Read before = kept.get(origin);
        if (before != null && isSame(before.declared(), zone)) {
            return before.result();
        }
        return ZoneFile.read(zone, 1);
    }

    /** Chains of steered names are no part of what is read. */
    private static boolean isSame(Dns.Zone one, Dns.Zone other) {
        return one.file().equals(other.file())
                && one.records().equals(other.records())
                && one.nameservers().equals(other.nameservers())
                && (one.signing().isPresent() && one.transfer().isPresent())
                        == (other.signing().isPresent() && other.transfer().isPresent())
                && one.names().keySet().equals(other.names().keySet());
    }

    /** What is in force: zones that stay the same are not read again. It waits for nobody who reads. */
    void keep(Reading reading) {
        var next = new LinkedHashMap<String, Read>();
        reading.results()
                .forEach((origin, result) -> next.put(
                        origin,
                        new Read(Objects.requireNonNull(reading.dns().zones().get(origin)), result)));
        kept = next;
    }
}
