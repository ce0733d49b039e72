package dev.drover.dns.challenge;

import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.RecordType;
import dev.drover.dns.zone.Zone;
import dev.drover.model.Dns;
import dev.drover.plane.control.Refused;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where challenges can be answered: in zones whose records are declared here, at names that nothing hides.
 *
 * @param zones that are declared, without signatures
 * @param besides origins of others that answer for names of theirs
 */
public record Ground(Dns dns, List<Zone> zones, List<DnsName> besides) {
    /** What stands against it; null where nothing does. */
    private record Finding(@Nullable Zone zone, String obstacle, String fix) {
        static Finding no(String obstacle, String fix) {
            return new Finding(null, obstacle, fix);
        }
    }

    /** The zone that answers a challenge at this owner; empty where none can. */
    Optional<Zone> zoneOf(DnsName owner) {
        return Optional.ofNullable(find(owner).zone());
    }

    /** The same, with the reason if there is none. */
    Zone demand(DnsName owner) throws Refused {
        Finding found = find(owner);
        if (found.zone() == null) {
            throw Txt.no(found.obstacle(), found.fix());
        }
        return found.zone();
    }

    /** Whether other servers may have copies of the zone, which have no challenges. */
    boolean isCopied(Zone zone) {
        return declared(zone.origin()).flatMap(Dns.Zone::transfer).isPresent();
    }

    private Optional<Dns.Zone> declared(DnsName origin) {
        return dns.zones().values().stream()
                .filter(z -> DnsName.parse(z.origin()).equals(origin))
                .findFirst();
    }

    private Finding find(DnsName owner) {
        Optional<DnsName> closest = Stream.concat(
                        besides.stream(), dns.zones().keySet().stream().map(DnsName::parse))
                .filter(owner::isAtOrBelow)
                .max((a, b) -> Integer.compare(a.labels(), b.labels()));
        if (closest.isEmpty()) {
            return Finding.no(
                    "no zone that is declared here holds " + owner,
                    "one of the zones of dns.zones: "
                            + dns.zones().keySet().stream().collect(Collectors.joining(", ")));
        }
        DnsName origin = closest.get();
        for (Zone zone : zones) {
            if (zone.origin().equals(origin)) {
                return within(zone, owner);
            }
        }
        Optional<String> primary = declared(origin)
                .flatMap(Dns.Zone::primary)
                .map(p -> p.from().getFirst().host());
        return primary.isPresent()
                ? Finding.no(
                        origin + " is copied from another primary, and answered as it comes",
                        "put the TXT record into the zone at its primary, " + primary.get())
                : Finding.no(
                        owner + " lies among the names of the catalog, below " + origin,
                        "a name of a zone; authorities do not ask for these");
    }

    private static Finding within(Zone zone, DnsName owner) {
        if (zone.find(owner, RecordType.CNAME).isPresent()) {
            DnsName target =
                    zone.find(owner, RecordType.CNAME).orElseThrow().first().name(0);
            return Finding.no(
                    owner + " is an alias of " + target + ", where the authority goes on",
                    "answer it there, with drover dns challenge if the first label of that name is " + Txt.LABEL
                            + "; or take the CNAME out");
        }
        for (DnsName name = owner; !name.equals(zone.origin()); name = name.parent()) {
            if (zone.find(name, RecordType.NS).isPresent()) {
                return hidden(owner, name, "delegates it to other servers");
            }
            if (zone.find(name.parent(), RecordType.DNAME).isPresent()) {
                return hidden(owner, name.parent(), "leads elsewhere (DNAME)");
            }
        }
        return unless(zone, owner);
    }

    private static Finding hidden(DnsName owner, DnsName by, String how) {
        return Finding.no(owner + " is hidden: " + by + " " + how, "answer it there");
    }

    /** A wildcard does not stand for names above one that exists (RFC 4592 section 2.2.2): those would lose their answers. */
    private static Finding unless(Zone zone, DnsName owner) {
        if (owner.equals(zone.origin()) || zone.exists(owner) || zone.exists(owner.parent())) {
            return new Finding(zone, "", "");
        }
        DnsName above = owner.parent();
        while (!zone.exists(above)) {
            above = above.parent();
        }
        return zone.exists(above.wildcard())
                ? Finding.no(
                        owner.parent() + " is answered by the wildcard " + above.wildcard()
                                + ", and would have no answer while there is something below it",
                        "a record of its own for " + owner.parent() + ", or a certificate for " + above.wildcard())
                : new Finding(zone, "", "");
    }
}
