package dev.drover.model.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.model.Model;
import dev.drover.model.PathPattern;
import dev.drover.model.PathPattern.Segment;
import dev.drover.model.Route;
import dev.drover.model.Route.Condition;
import dev.drover.model.Route.Condition.Test.Equals;
import dev.drover.model.Route.Condition.Test.Present;
import dev.drover.model.Route.Condition.Test.StartsWith;
import dev.drover.model.Where;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Coverage, compared with trying every small request. */
class ReachTest {
    private static final List<List<String>> PATHS = paths();

    @Test
    void aPathCoversAnotherExactlyIfItMatchesAllThatTheOtherDoes() {
        List<PathPattern> patterns = patterns();
        for (PathPattern a : patterns) {
            for (PathPattern b : patterns) {
                boolean all = PATHS.stream().filter(p -> matches(b, p)).allMatch(p -> matches(a, p));
                assertEquals(all, Reach.covers(match(a), match(b)), a + " covers " + b);
            }
        }
    }

    @Test
    void aConditionCoversAnotherExactlyIfItHoldsWhereverTheOtherDoes() {
        List<Optional<String>> values = List.of(
                Optional.empty(),
                Optional.of(""),
                Optional.of("a"),
                Optional.of("ab"),
                Optional.of("b"),
                Optional.of("abc"));
        List<Condition.Test> tests = List.of(
                new Equals("a"),
                new Equals("ab"),
                new StartsWith("a"),
                new StartsWith("ab"),
                new Present(true),
                new Present(false));
        for (Condition.Test a : tests) {
            for (Condition.Test b : tests) {
                boolean all = values.stream().filter(v -> holds(b, v)).allMatch(v -> holds(a, v));
                boolean covers = Reach.covers(headers(a, "X-A"), headers(b, "x-a"));
                assertEquals(all, covers, a + " covers " + b);
            }
        }
    }

    @Test
    void findsExactlyTheRoutesThatAnEarlierOneTakes() {
        List<PathPattern> patterns = new ArrayList<>(patterns());
        Collections.shuffle(patterns, new Random(7));
        var routes = new LinkedHashMap<String, Route>();
        patterns.forEach(p -> routes.putIfAbsent(p.toString(), route(p)));
        var kept = new ArrayList<Route>();
        var expected = new ArrayList<String>();
        for (Route route : routes.values()) {
            boolean taken = kept.stream().anyMatch(k -> Reach.covers(k.match(), route.match()));
            if (taken) {
                expected.add("routes." + route.name());
            } else {
                kept.add(route);
            }
        }
        Model none = Model.empty();
        var model = new Model(
                none.where(),
                "x",
                none.nodes(),
                none.sites(),
                none.listeners(),
                none.certificates(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                none.services(),
                List.copyOf(routes.values()));
        var found = new ArrayList<String>();
        new Reach(new Findings(model, Set.of(), p -> found.add(p.path()), w -> found.add(w.toString()))).check();
        assertEquals(expected, found);
        assertTrue(expected.size() > 5 && kept.size() > 5);
    }

    private static Route route(PathPattern path) {
        var none = Route.HeaderChanges.none();
        return new Route(
                Where.nowhere(),
                path.toString(),
                match(path),
                new Route.Target.To("a"),
                Optional.empty(),
                none,
                none,
                Optional.empty(),
                Optional.empty(),
                1);
    }

    @Test
    void methodsAndHostsNarrow() {
        Route.Match all = match(new PathPattern(List.of(new Segment.Rest())));
        Route.Match get = new Route.Match(List.of("GET"), Optional.empty(), all.path(), List.of(), List.of());
        Route.Match host =
                new Route.Match(List.of(), Optional.of(new Route.Host("a.b", false)), all.path(), List.of(), List.of());
        Route.Match wild =
                new Route.Match(List.of(), Optional.of(new Route.Host("b", true)), all.path(), List.of(), List.of());
        assertTrue(Reach.covers(all, get)
                && Reach.covers(all, host)
                && Reach.covers(wild, host)
                && Reach.covers(wild, wild));
        assertTrue(!Reach.covers(get, all)
                && !Reach.covers(host, all)
                && !Reach.covers(host, wild)
                && !Reach.covers(get, host));
    }

    private static Route.Match match(PathPattern path) {
        return new Route.Match(List.of(), Optional.empty(), path, List.of(), List.of());
    }

    private static Route.Match headers(Condition.Test test, String name) {
        var path = new PathPattern(List.of(new Segment.Rest()));
        return new Route.Match(List.of(), Optional.empty(), path, List.of(new Condition(name, test)), List.of());
    }

    private static boolean holds(Condition.Test test, Optional<String> value) {
        return switch (test) {
            case Equals equals -> value.filter(equals.value()::equals).isPresent();
            case StartsWith starts ->
                value.filter(v -> v.startsWith(starts.prefix())).isPresent();
            case Present present -> value.isPresent() == present.wanted();
        };
    }

    /** As the gateway does: a name stands for one segment that is not empty, the rest for any number of them. */
    private static boolean matches(PathPattern pattern, List<String> path) {
        List<Segment> segments = pattern.segments();
        for (int i = 0; i < segments.size(); i++) {
            switch (segments.get(i)) {
                case Segment.Rest rest -> {
                    return true;
                }
                case Segment.Variable variable -> {
                    if (i >= path.size() || path.get(i).isEmpty()) {
                        return false;
                    }
                }
                case Segment.Literal literal -> {
                    if (i >= path.size() || !path.get(i).equals(literal.text())) {
                        return false;
                    }
                }
            }
        }
        return segments.size() == path.size();
    }

    private static List<List<String>> paths() {
        var paths = new ArrayList<List<String>>();
        paths.add(List.of());
        for (int length = 1; length <= 4; length++) {
            for (List<String> shorter : List.copyOf(paths)) {
                if (shorter.size() == length - 1) {
                    for (String segment : List.of("a", "b", "c", "")) {
                        var longer = new ArrayList<>(shorter);
                        longer.add(segment);
                        paths.add(longer);
                    }
                }
            }
        }
        return paths;
    }

    private static List<PathPattern> patterns() {
        List<Segment> segments = List.of(new Segment.Literal("a"), new Segment.Literal("b"), new Segment.Variable("x"));
        var patterns = new ArrayList<PathPattern>();
        List<List<Segment>> prefixes = new ArrayList<>(List.of(List.of()));
        for (int length = 0; length <= 2; length++) {
            for (List<Segment> prefix : List.copyOf(prefixes)) {
                if (prefix.size() == length) {
                    patterns.add(new PathPattern(prefix));
                    patterns.add(new PathPattern(with(prefix, new Segment.Rest())));
                    if (!prefix.isEmpty()) {
                        patterns.add(new PathPattern(with(prefix, new Segment.Literal(""))));
                    }
                    segments.forEach(s -> prefixes.add(with(prefix, s)));
                }
            }
        }
        return patterns;
    }

    private static List<Segment> with(List<Segment> prefix, Segment last) {
        var longer = new ArrayList<>(prefix);
        longer.add(last);
        return longer;
    }
}
