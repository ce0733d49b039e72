package dev.drover.model.check;

import dev.drover.model.PathPattern;
import dev.drover.model.PathPattern.Segment;
import dev.drover.model.Route;
import dev.drover.model.Route.Condition;
import dev.drover.model.Route.Condition.Test;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Routes that no request reaches, because an earlier one takes all that they match. */
final class Reach {
    /** Comparisons in one reading: 4,000 routes with the same path stay below. */
    private static final int MOST = 8_000_000;

    private final Findings findings;
    private int compared;

    Reach(Findings findings) {
        this.findings = findings;
    }

    void check() {
        // What takes all that a route matches begins with the same literal segments, or fewer of them.
        Map<String, List<Route>> earlier = new HashMap<>();
        for (Route route : findings.model().routes()) {
            List<String> prefixes = prefixes(route.match().path());
            boolean taken = false;
            for (int i = 0; i < prefixes.size() && !taken; i++) {
                taken = taken(route, earlier.getOrDefault(prefixes.get(i), List.of()));
            }
            if (!taken) {
                earlier.computeIfAbsent(prefixes.getLast(), f -> new ArrayList<>())
                        .add(route);
            }
            if (compared > MOST) {
                findings.warning(
                        route.where(), "routes", "too many routes to look for unreachable ones from here on", "");
                return;
            }
        }
    }

    /** The literal segments that a path begins with: none, the first, the first two, to all of them. */
    private static List<String> prefixes(PathPattern path) {
        var prefixes = new ArrayList<String>();
        var prefix = new StringBuilder();
        prefixes.add("");
        for (Segment segment : path.segments()) {
            if (!(segment instanceof Segment.Literal literal)) {
                break;
            }
            prefixes.add(prefix.append('/').append(literal.text()).toString());
        }
        return prefixes;
    }

    private boolean taken(Route route, List<Route> earlier) {
        for (Route other : earlier) {
            compared++;
            if (covers(other.match(), route.match())) {
                findings.problem(
                        route.where(),
                        "routes." + route.name(),
                        "no request reaches this route: " + other.name() + " ("
                                + Findings.seenFrom(route.where(), other.where()) + ") takes all that it matches",
                        "move it before that one, or remove it");
                return true;
            }
        }
        return false;
    }

    /** Whether every request that {@code b} matches is matched by {@code a}. */
    static boolean covers(Route.Match a, Route.Match b) {
        boolean methods =
                a.methods().isEmpty() || (!b.methods().isEmpty() && a.methods().containsAll(b.methods()));
        boolean host = a.host().isEmpty()
                || (b.host().isPresent() && covers(a.host().get(), b.host().get()));
        return methods
                && host
                && covers(a.path().segments(), b.path().segments())
                && implied(a.headers(), b.headers(), true)
                && implied(a.query(), b.query(), false);
    }

    private static boolean covers(Route.Host a, Route.Host b) {
        if (!a.wildcard()) {
            return !b.wildcard() && a.name().equals(b.name());
        }
        return b.name().endsWith("." + a.name()) || (b.wildcard() && a.name().equals(b.name()));
    }

    private static boolean covers(List<Segment> a, List<Segment> b) {
        for (int i = 0; i < a.size(); i++) {
            if (a.get(i) instanceof Segment.Rest) {
                return true;
            }
            if (i >= b.size() || !covers(a.get(i), b.get(i))) {
                return false;
            }
        }
        return a.size() == b.size();
    }

    private static boolean covers(Segment a, Segment b) {
        return switch (b) {
            case Segment.Literal literal ->
                a.equals(literal)
                        || (a instanceof Segment.Variable && !literal.text().isEmpty());
            case Segment.Variable variable -> a instanceof Segment.Variable;
            case Segment.Rest rest -> false;
        };
    }

    /** Whether all conditions of {@code a} hold wherever those of {@code b} do. */
    private static boolean implied(List<Condition> a, List<Condition> b, boolean withoutCase) {
        return a.stream()
                .allMatch(wanted -> b.stream()
                        .filter(c -> withoutCase
                                ? c.name().equalsIgnoreCase(wanted.name())
                                : c.name().equals(wanted.name()))
                        .anyMatch(c -> implies(c.test(), wanted.test())));
    }

    private static boolean implies(Test given, Test wanted) {
        return switch (wanted) {
            case Test.Equals equals -> equals.equals(given);
            case Test.StartsWith starts ->
                switch (given) {
                    case Test.Equals equals -> equals.value().startsWith(starts.prefix());
                    case Test.StartsWith longer -> longer.prefix().startsWith(starts.prefix());
                    case Test.Present present -> false;
                };
            case Test.Present present ->
                switch (given) {
                    case Test.Equals equals -> present.wanted();
                    case Test.StartsWith starts -> present.wanted();
                    case Test.Present same -> same.wanted() == present.wanted();
                };
        };
    }
}
