package dev.drover.policy.steer;

import dev.drover.model.Site.Location;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A place on earth, as far as it is known.
 *
 * @param country ISO 3166-1 alpha-2
 * @param subdivision ISO 3166-2 without the country: {@code CA} of {@code US-CA}
 * @param continent as {@code drover.yaml} spells it: {@code north-america}; empty where it is not known
 * @param location exact or of the country's middle
 */
public record Place(String country, Optional<String> subdivision, String continent, Optional<Location> location) {
    /** As keys of {@code geo}, the narrowest first. */
    public List<String> names() {
        var names = new ArrayList<String>();
        subdivision.ifPresent(part -> names.add(country + "-" + part));
        if (!country.isEmpty()) {
            names.add(country);
        }
        if (!continent.isEmpty()) {
            names.add(continent);
        }
        return names;
    }

    @Override
    public String toString() {
        return names().isEmpty() ? "nowhere" : names().getFirst();
    }
}
