package dev.drover.gateway.route;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.drover.model.FixedResponse;
import dev.drover.model.Model;
import dev.drover.model.PathPattern;
import dev.drover.model.PathPattern.Segment;
import dev.drover.model.Route;
import dev.drover.model.Where;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The trees find what trying every route in turn finds. */
class RouteTablePropertyTest {
    private static final List<String> NAMES = List.of("a", "b", "c", "");

    private final Walk walk = new Walk();

    @Property(tries = 2000)
    void findsWhatTryingEachInTurnFinds(@ForAll("routes") List<Route> routes, @ForAll("requests") Sketch request) {
        RouteTable table = RouteTable.of(model(routes));
        CompiledRoute found = table.find(request, walk);
        String naive = routes.stream()
                .filter(r -> Objection.to(r, request).isEmpty())
                .map(Route::name)
                .findFirst()
                .orElse("none");
        assertEquals(naive, found == null ? "none" : found.name(), () -> routes + "\n" + request);
    }

    private static Model model(List<Route> routes) {
        Model empty = Model.empty();
        return new Model(
                Where.nowhere(),
                "test",
                empty.nodes(),
                empty.sites(),
                empty.listeners(),
                empty.certificates(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                empty.services(),
                routes);
    }

    @Provide
    Arbitrary<List<Route>> routes() {
        return matches().list().ofMinSize(1).ofMaxSize(12).map(matches -> {
            var routes = new ArrayList<Route>();
            for (Route.Match match : matches) {
                routes.add(route("r" + routes.size(), match));
            }
            return routes;
        });
    }

    private static Route route(String name, Route.Match match) {
        return new Route(
                Where.nowhere(),
                name,
                match,
                new Route.Target.Respond(new FixedResponse(200, new LinkedHashMap<>(), name)),
                Optional.empty(),
                Route.HeaderChanges.none(),
                Route.HeaderChanges.none(),
                Optional.empty(),
                Optional.empty(),
                Route.DEFAULT_REQUEST_SIZE);
    }

    private Arbitrary<Route.Match> matches() {
        Arbitrary<List<String>> methods = Arbitraries.of(List.of(), List.of(), List.of("GET"), List.of("PUT", "POST"));
        Arbitrary<Optional<Route.Host>> hosts = Arbitraries.of(
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Route.Host("x.org", false)),
                Optional.of(new Route.Host("x.org", true)),
                Optional.of(new Route.Host("a.x.org", true)),
                Optional.of(new Route.Host("a.x.org", false)));
        return Combinators.combine(methods, hosts, patterns())
                .as((m, h, p) -> new Route.Match(m, h, p, List.of(), List.of()));
    }

    private Arbitrary<PathPattern> patterns() {
        Arbitrary<Segment> segment = Arbitraries.of(
                new Segment.Literal("a"), new Segment.Literal("b"), new Segment.Literal(""), new Segment.Variable("v"));
        return Combinators.combine(segment.list().ofMaxSize(4), Arbitraries.of(true, false))
                .as((segments, rest) -> {
                    var all = new ArrayList<>(segments);
                    if (rest) {
                        all.add(new Segment.Rest());
                    }
                    return new PathPattern(all);
                });
    }

    @Provide
    Arbitrary<Sketch> requests() {
        Arbitrary<String> paths = Arbitraries.of(NAMES)
                .list()
                .ofMinSize(1)
                .ofMaxSize(5)
                .map(segments -> "/" + String.join("/", segments));
        return Combinators.combine(
                        Arbitraries.of("GET", "PUT", "POST"),
                        Arbitraries.of("x.org", "a.x.org", "b.a.x.org", "y.org", "ax.org"),
                        paths)
                .as((method, host, path) -> RouteTableTest.sketch(method, "http://" + host + path));
    }
}
