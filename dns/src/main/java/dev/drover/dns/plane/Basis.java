package dev.drover.dns.plane;

import dev.drover.dns.answer.Authority;
import dev.drover.dns.challenge.Ground;
import dev.drover.dns.challenge.Txt;
import dev.drover.dns.discovery.DiscoveryNames;
import dev.drover.dns.name.DnsName;
import dev.drover.dns.plane.SigningPlans.Plan;
import dev.drover.dns.steer.Locating;
import dev.drover.dns.zone.Zone;
import dev.drover.model.Dns;
import dev.drover.model.Model;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What answers are made of while nobody declares anything else; the rest is health, copies and time.
 *
 * @param discovery names of the catalog, if any are declared
 * @param plans with which keys zones are signed
 * @param followed origins of the zones of other primaries
 * @param challenges that certification authorities look for
 */
record Basis(
        Model model,
        Readings.Reading reading,
        Locating locating,
        Optional<DiscoveryNames> discovery,
        Map<DnsName, Plan> plans,
        Set<DnsName> followed,
        List<Txt> challenges) {
    /** Nothing is declared. */
    static Basis none() {
        return new Basis(
                Model.empty(),
                Readings.Reading.none(),
                Locating.none(),
                Optional.empty(),
                Map.of(),
                Set.of(),
                List.of());
    }

    /** The same where the database of places has been replaced. */
    Basis with(Locating newer) {
        return new Basis(model, reading, newer, discovery, plans, followed, challenges);
    }

    /** The same with other challenges. */
    Basis with(List<Txt> others) {
        return new Basis(model, reading, locating, discovery, plans, followed, others);
    }

    /** Where challenges can be answered, in these zones without signatures. */
    Ground ground(List<Zone> zones) {
        return new Ground(
                model.dns().orElseGet(Dns::none),
                zones,
                discovery.map(DiscoveryNames::authorities).orElse(List.of()).stream()
                        .map(Authority::origin)
                        .toList());
    }
}
