package dev.drover.dns.plane;

import dev.drover.dns.discovery.DiscoveryNames;
import dev.drover.dns.name.DnsName;
import dev.drover.dns.plane.SigningPlans.Plan;
import dev.drover.dns.steer.Locating;
import dev.drover.model.Model;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What answers are made of while nobody declares anything else; the rest is health, copies and time.
 *
 * @param discovery names of the catalog, if any are declared
 * @param plans with which keys zones are signed
 * @param followed origins of the zones of other primaries
 */
record Basis(
        Model model,
        Readings.Reading reading,
        Locating locating,
        Optional<DiscoveryNames> discovery,
        Map<DnsName, Plan> plans,
        Set<DnsName> followed) {
    /** Nothing is declared. */
    static Basis none() {
        return new Basis(Model.empty(), Readings.Reading.none(), Locating.none(), Optional.empty(), Map.of(), Set.of());
    }

    /** The same where the database of places has been replaced. */
    Basis with(Locating newer) {
        return new Basis(model, reading, newer, discovery, plans, followed);
    }
}
