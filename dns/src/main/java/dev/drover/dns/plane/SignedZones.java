package dev.drover.dns.plane;

import dev.drover.dns.answer.Steered;
import dev.drover.dns.name.DnsName;
import dev.drover.dns.plane.SigningPlans.Plan;
import dev.drover.dns.sign.Keys;
import dev.drover.dns.sign.ZoneSigner;
import dev.drover.dns.sign.ZoneSigner.Signed;
import dev.drover.dns.zone.Zone;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Zones with their signatures. One that stays, with the same keys and signatures that hold, is the same object as before; of another one
 * only what differs is signed.
 */
final class SignedZones {
    private final InstantSource clock;
    private final Map<DnsName, Made> before = new HashMap<>();

    SignedZones(InstantSource clock) {
        this.clock = clock;
    }

    private record Made(Zone from, Plan plan, Keys keys, Signed signed) {}

    /** All zones, those signed for which there is a plan. */
    synchronized List<Zone> of(List<Zone> zones, Map<DnsName, Plan> plans, Collection<Steered> steered) {
        before.keySet().retainAll(plans.keySet());
        return zones.stream()
                .map(zone -> {
                    Plan plan = plans.get(zone.origin());
                    return plan == null ? zone : sign(zone, plan, steered);
                })
                .toList();
    }

    private Zone sign(Zone zone, Plan plan, Collection<Steered> steered) {
        Instant now = clock.instant();
        Keys keys = plan.keys().at(now);
        Made old = before.get(zone.origin());
        if (old != null
                && old.from() == zone
                && old.plan() == plan
                && old.keys().equals(keys)
                && now.isBefore(old.signed().due())) {
            return old.signed().zone();
        }
        Set<DnsName> chosen = steered.stream()
                .filter(s -> s.origin().equals(zone.origin()))
                .map(Steered::name)
                .collect(Collectors.toSet());
        Zone known = old == null ? null : old.signed().zone();
        Signed signed = ZoneSigner.sign(zone, chosen, keys, now, known);
        before.put(zone.origin(), new Made(zone, plan, keys, signed));
        return signed.zone();
    }

    /** What is chosen in signed zones is signed, too. */
    static List<Steered> of(List<Steered> steered, Map<DnsName, Plan> plans) {
        return steered.stream()
                .map(s -> {
                    Plan plan = plans.get(s.origin());
                    return plan == null ? s : s.with(plan.signer());
                })
                .toList();
    }
}
