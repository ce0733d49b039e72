package dev.drover.gateway.route;

import dev.drover.gateway.stage.Request;
import dev.drover.gateway.stage.Text;
import dev.drover.model.PathPattern.Segment;
import dev.drover.model.Route;
import dev.drover.model.Route.Condition;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The first thing that stands between a route and a request, in words. It tries each condition by itself, one after the other. */
final class Objection {
    private Objection() {}

    /** Empty if the route matches. */
    static Optional<String> to(Route route, Request request) {
        return host(route, request)
                .or(() -> path(route, request))
                .or(() -> method(route, request))
                .or(() -> fields(route, request))
                .or(() -> query(route, request));
    }

    private static Optional<String> host(Route route, Request request) {
        String host = request.host().string().toLowerCase(Locale.ROOT);
        String bare = host.endsWith(".") && host.length() > 1 ? host.substring(0, host.length() - 1) : host;
        return route.match()
                .host()
                .filter(h -> h.wildcard() ? !isBelow(bare, h.name()) : !bare.equals(h.name()))
                .map(h -> "host " + (bare.isEmpty() ? "(none)" : bare) + " is not " + h);
    }

    private static boolean isBelow(String host, String name) {
        return host.endsWith("." + name) && host.length() > name.length() + 1;
    }

    private static Optional<String> path(Route route, Request request) {
        String path = request.path().string();
        boolean matches = matches(CompiledRoute.canonical(route.match().path()), path);
        return matches
                ? Optional.empty()
                : Optional.of("path " + path + " is not " + route.match().path());
    }

    private static boolean matches(List<Segment> pattern, String path) {
        List<String> given = path.startsWith("/") ? List.of(path.substring(1).split("/", -1)) : List.of();
        for (int i = 0; i < pattern.size(); i++) {
            if (pattern.get(i) instanceof Segment.Rest) {
                return true;
            }
            if (i >= given.size() || !matches(pattern.get(i), given.get(i))) {
                return false;
            }
        }
        return pattern.size() == given.size();
    }

    private static boolean matches(Segment segment, String given) {
        return switch (segment) {
            case Segment.Literal(String text) -> text.equals(given);
            case Segment.Variable v -> !given.isEmpty();
            case Segment.Rest r -> true;
        };
    }

    private static Optional<String> method(Route route, Request request) {
        List<String> methods = route.match().methods();
        return methods.isEmpty() || methods.contains(request.method())
                ? Optional.empty()
                : Optional.of("method " + request.method() + " is not " + String.join(" or ", methods));
    }

    private static Optional<String> fields(Route route, Request request) {
        return route.match().headers().stream()
                .filter(c -> !new FieldTest(c).holds(request))
                .map(c -> "header " + c.name() + " " + given(c, request) + wanted(c.test()))
                .findFirst();
    }

    private static String given(Condition condition, Request request) {
        Text value = request.field(
                condition.name().toLowerCase(Locale.ROOT).getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
        return value == null ? "is absent" : "is \"" + value.string() + "\"";
    }

    private static Optional<String> query(Route route, Request request) {
        return route.match().query().stream()
                .filter(c -> !new QueryTest(c).holds(request))
                .map(c -> "query " + request.query().string() + wanted(c.test()) + " in " + c.name())
                .findFirst();
    }

    private static String wanted(Condition.Test test) {
        return switch (test) {
            case Condition.Test.Equals(String value) -> ", wanted \"" + value + "\"";
            case Condition.Test.StartsWith(String prefix) -> ", wanted to start with \"" + prefix + "\"";
            case Condition.Test.Present(boolean wanted) -> wanted ? ", wanted present" : ", wanted absent";
        };
    }
}
