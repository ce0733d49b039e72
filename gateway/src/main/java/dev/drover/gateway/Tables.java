package dev.drover.gateway;

import dev.drover.gateway.route.CompiledRoute;
import dev.drover.gateway.route.RouteTable;
import dev.drover.gateway.service.ServiceTable;
import dev.drover.model.Model;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Everything that requests are decided by, for one model and one generation of the board. Immutable; every event loop takes the
 * newest one at its next request.
 *
 * @param generation of the board
 * @param services in the order of the model, as the routes name them by place
 */
record Tables(
        long generation,
        Model model,
        RouteTable routes,
        List<ServiceTable> services,
        Map<String, ServiceTable> byName) {
    Tables(long generation, Model model, RouteTable routes, List<ServiceTable> services) {
        this(
                generation,
                model,
                routes,
                services,
                services.stream()
                        .collect(Collectors.toUnmodifiableMap(t -> t.service().name(), t -> t)));
    }

    Optional<ServiceTable> service(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    Set<String> routeNames() {
        return routes.routes().stream().map(CompiledRoute::name).collect(Collectors.toSet());
    }
}
