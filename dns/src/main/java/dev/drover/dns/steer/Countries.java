package dev.drover.dns.steer;

import dev.drover.model.Site.Location;
import dev.drover.policy.steer.Place;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What is known of a place by its country alone: the continent, and a city that many people live near. */
final class Countries {
    private final Map<String, Place> places = new HashMap<>();

    Countries() {
        var file = Objects.requireNonNull(Countries.class.getResourceAsStream("countries.tsv"), "countries.tsv");
        try (var lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            lines.lines().filter(l -> !l.startsWith("#")).forEach(this::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(String line) {
        String[] fields = line.split("\t", -1);
        var location = new Location(Double.parseDouble(fields[2]), Double.parseDouble(fields[3]));
        places.put(fields[0], new Place(fields[0], Optional.empty(), fields[1], Optional.of(location)));
    }

    /** The place of {@code DE} or {@code US-CA}; of an unknown country no more than its name. */
    Place place(String text) {
        int dash = text.indexOf('-');
        String country = dash < 0 ? text : text.substring(0, dash);
        Place place = places.getOrDefault(country, new Place(country, Optional.empty(), "", Optional.empty()));
        return dash < 0
                ? place
                : new Place(country, Optional.of(text.substring(dash + 1)), place.continent(), place.location());
    }
}
