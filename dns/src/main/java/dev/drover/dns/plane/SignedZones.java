package dev.drover.dns.plane;

import dev.drover.dns.answer.Steered;
import dev.drover.dns.name.DnsName;
import dev.drover.dns.plane.SigningPlans.Plan;
import dev.drover.dns.sign.Keys;
import dev.drover.dns.sign.ZoneSigner.Signed;
import dev.drover.dns.zone.Zone;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Zones with their signatures. One that stays, with the same keys and signatures that hold, is the same object as before; of another one
 * only what differs is signed. Immutable: it may take long to sign a zone, and nobody waits for that who has no need of it.
 */
final class SignedZones {
    static final SignedZones NONE = new SignedZones(List.of(), Map.of());

    private static final Duration DAY = Duration.ofDays(1);

    private final List<Zone> zones;
    private final Map<DnsName, Made> made;

    private SignedZones(List<Zone> zones, Map<DnsName, Made> made) {
        this.zones = zones;
        this.made = made;
    }

    private record Made(Zone from, Plan plan, long serial, Keys keys, Signed signed) {}

    /** All zones but those whose keys nobody knows, those signed for which there was a plan. */
    List<Zone> zones() {
        return zones;
    }

    /** @param renew whether signatures are made anew that are to be, and by the keys of now; else they stay as long as their zone does */
    SignedZones next(
            List<Zone> all, Map<DnsName, Plan> plans, Collection<Steered> steered, Instant now, boolean renew) {
        var next = new HashMap<DnsName, Made>();
        List<Zone> zoned = all.stream()
                .filter(zone -> isKnown(plans.get(zone.origin()), now))
                .map(zone -> {
                    Plan plan = plans.get(zone.origin());
                    if (plan == null) {
                        return zone;
                    }
                    Made one = sign(zone, plan, steered, now, renew);
                    next.put(zone.origin(), one);
                    return one.signed().zone();
                })
                .toList();
        return new SignedZones(zoned, next);
    }

    /** With keys that nobody knows a zone is neither signed nor answered without signatures. */
    private static boolean isKnown(@Nullable Plan plan, Instant now) {
        return plan == null || plan.keys().isKnown(now);
    }

    private Made sign(Zone zone, Plan plan, Collection<Steered> steered, Instant now, boolean renew) {
        Keys keys = plan.keys().at(now);
        long serial = serial(zone, plan, now);
        Made old = made.get(zone.origin());
        if (old != null && old.from() == zone && old.plan() == plan) {
            boolean holds = old.serial() == serial
                    && old.keys().equals(keys)
                    && now.isBefore(old.signed().due());
            if (holds || !renew) {
                return old;
            }
        }
        Set<DnsName> chosen = steered.stream()
                .filter(s -> s.origin().equals(zone.origin()))
                .map(Steered::name)
                .collect(Collectors.toSet());
        Zone known = old == null ? null : old.signed().zone();
        Zone next = plan.copied() ? zone.withSerial(serial) : zone;
        return new Made(zone, plan, serial, keys, plan.sign(next, chosen, keys, now, known));
    }

    /**
     * Of the zone, and where secondaries may have it one more for each day since: they fetch what is renewed, which holds for days more. All nodes
     * come to the same, and the next edition is more, for it grows by the second (RFC 1982 is content with each step).
     */
    private static long serial(Zone zone, Plan plan, Instant now) {
        long edition = zone.serial();
        long days = Math.floorDiv((now.getEpochSecond() & 0xffff_ffffL) - edition, DAY.toSeconds());
        return plan.copied() ? (edition + Math.max(0, days)) & 0xffff_ffffL : edition;
    }

    /**
     * A zone as secondaries get it: under the serial of what is answered, and without what is there for a short time.
     *
     * @param plain the zone without signatures and challenges
     */
    Optional<Zone> copy(Zone plain, Instant now) {
        Made here = made.get(plain.origin());
        if (here == null) {
            return Optional.empty();
        }
        Zone answered = here.signed().zone();
        return Optional.of(here.plan()
                .sign(plain.withSerial(here.serial()), Set.of(), here.keys(), now, answered)
                .zone());
    }

    /** What secondaries get now of a zone that is signed; empty of others. */
    OptionalLong serial(DnsName origin) {
        Made here = made.get(origin);
        return here == null ? OptionalLong.empty() : OptionalLong.of(here.serial());
    }

    /** What is chosen in signed zones is signed, too. */
    static List<Steered> of(List<Steered> steered, Map<DnsName, Plan> plans, Instant now) {
        return steered.stream()
                .filter(s -> isKnown(plans.get(s.origin()), now))
                .map(s -> {
                    Plan plan = plans.get(s.origin());
                    return plan == null ? s : s.with(plan.signer());
                })
                .toList();
    }
}
