package dev.drover.dns.discovery;

import dev.drover.plane.Abroad;
import dev.drover.plane.Abroad.Kind;
import dev.drover.plane.Abroad.Wanted;
import dev.drover.plane.Discovery;
import java.util.Optional;

/**
 * What of a name other sites have to be asked for.
 *
 * @param what the name means in their catalog
 */
record Far(Wanted wanted, Asked what) {
    /** Empty where this site's catalog says all. */
    static Optional<Far> of(Asked asked, Discovery.Catalog here, Abroad abroad) {
        return switch (asked) {
            case Asked.Elsewhere(String site, Asked what) when abroad.knows(site) -> of(site, what);
            case Asked.Query(String name) -> {
                boolean goesOn = here.query(name)
                        .filter(f -> f.goesOn() && f.instances().isEmpty())
                        .isPresent();
                yield goesOn ? of("", asked) : Optional.empty();
            }
            default -> Optional.empty();
        };
    }

    private static Optional<Far> of(String site, Asked what) {
        Wanted wanted = switch (what) {
            case Asked.Service(String name, String tag) -> new Wanted(site, Kind.SERVICE, name);
            case Asked.Node(String name) -> new Wanted(site, Kind.NODE, name);
            case Asked.Query(String name) -> new Wanted(site, Kind.QUERY, name);
            default -> null;
        };
        return Optional.ofNullable(wanted).map(w -> new Far(w, what));
    }
}
