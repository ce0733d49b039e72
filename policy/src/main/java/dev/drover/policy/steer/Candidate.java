package dev.drover.policy.steer;

import dev.drover.model.Site.Location;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * A site or an instance that may be answered.
 *
 * @param up whether clients should be sent there
 * @param why that, in words
 * @param location of a site
 */
public record Candidate(String name, boolean up, String why, Optional<Location> location, List<InetAddress> addresses) {
    public Candidate {
        addresses = List.copyOf(addresses);
    }

    @Override
    public String toString() {
        return name;
    }
}
