package dev.drover.model;

import java.util.List;
import java.util.Optional;

/**
 * A place where nodes stand.
 *
 * @param location for choosing the nearest site
 * @param addresses public addresses of the site, IPv4 or IPv6
 */
public record Site(Where where, String name, Optional<Location> location, List<String> addresses) {
    public Site {
        addresses = List.copyOf(addresses);
    }

    /** WGS 84 degrees: latitude -90 to 90, longitude -180 to 180. */
    public record Location(double latitude, double longitude) {}
}
