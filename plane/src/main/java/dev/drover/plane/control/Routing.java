package dev.drover.plane.control;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who would serve a request.
 *
 * @param route name of the route that matches; null when none does
 * @param service null when the route answers by itself
 * @param outcome in a sentence
 * @param instances every instance of the service, and whether it could be chosen
 * @param others the routes before and after, each with the first condition that does not hold
 */
public record Routing(
        @Nullable String route,
        @Nullable String service,
        @Nullable String instance,
        String outcome,
        List<Candidate> instances,
        List<Miss> others) {
    public Routing {
        instances = List.copyOf(instances);
        others = List.copyOf(others);
    }

    public record Candidate(String instance, String address, boolean eligible, String why) {}

    public record Miss(String route, String why) {}
}
