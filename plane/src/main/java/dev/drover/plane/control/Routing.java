package dev.drover.plane.control;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who would serve a request.
 *
 * @param route name of the route that serves; null when none does
 * @param service null when the route answers by itself, or none serves
 * @param outcome in a sentence: {@code to catalog}, {@code redirect 308 https://...}, {@code 404 Not Found}
 * @param upstreamPath as the instance will see it, query included; empty where none is asked
 * @param balance how one of the instances is chosen; empty where none is asked
 * @param choice which one it would be; null where none is asked
 * @param instances every instance of the service, and whether it could be chosen
 * @param routes every route in the order of the file, and what stands against it
 */
public record Routing(
        @Nullable String route,
        @Nullable String service,
        String outcome,
        String upstreamPath,
        String balance,
        @Nullable Choice choice,
        List<Candidate> instances,
        List<Verdict> routes) {
    public Routing {
        instances = List.copyOf(instances);
        routes = List.copyOf(routes);
    }

    /**
     * The instance that a request like this goes to.
     *
     * @param instance null if none can serve, and where it is a turn or a draw
     * @param certain true if each request like this goes there as long as nothing changes; false if only the next one does
     * @param why such as {@code by hash of header X-User}
     */
    public record Choice(@Nullable String instance, boolean certain, String why) {}

    public record Candidate(String instance, String address, boolean eligible, String why) {}

    /**
     * One route.
     *
     * @param at where it is declared, {@code drover.yaml:12:5}
     * @param matches whether its conditions hold; it serves only if no route before it does
     */
    public record Verdict(String route, String at, boolean matches, String why) {}
}
