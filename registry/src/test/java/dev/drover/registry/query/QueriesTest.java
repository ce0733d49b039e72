package dev.drover.registry.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.drover.registry.entry.Check;
import dev.drover.registry.entry.CheckStatus;
import dev.drover.registry.entry.Node;
import dev.drover.registry.entry.Service;
import dev.drover.registry.near.Coordinate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class QueriesTest {
    private static final String ID = "8f246b77-f3e1-ff88-5b48-8ec93abf3e0";

    private static Query fixed(int id, String name) {
        return new Query(ID + id, name, "", null, ServiceQuery.of("fixed-" + name), "");
    }

    private static Query template(int id, String name) {
        return new Query(
                ID + id,
                name,
                "",
                new Template(Template.NAME_PREFIX_MATCH, "", false),
                ServiceQuery.of(name + "|${name.suffix}"),
                "");
    }

    private static String found(Queries queries, String name) throws BadQuery {
        return queries.find(name, "").map(q -> q.service().service()).orElse("none");
    }

    @Test
    void findsByIdThenByNameThenByTheLongestPrefix() throws BadQuery {
        var queries =
                Queries.of(List.of(fixed(1, "redis"), template(2, "re"), template(3, "red"), template(4, "redis-x")));
        assertEquals("fixed-redis", found(queries, ID + "1"));
        assertEquals("fixed-redis", found(queries, "redis"));
        assertEquals("fixed-redis", found(queries, "REDIS"));
        assertEquals("red|is2", found(queries, "redis2"));
        assertEquals("red|", found(queries, "red"));
        assertEquals("re|x", found(queries, "rex"));
        assertEquals("redis-x|y", found(queries, "redis-xy"));
        assertEquals("red|is-a", found(queries, "redis-a"));
        assertEquals("none", found(queries, "other"));
        assertEquals("none", found(queries, ""));
        assertEquals("none", found(queries, ID + "9"));
        assertEquals(List.of("red", "re"), queries.templatesFor("redis"));
    }

    @Test
    void fallsBackToTheTemplateForEverything() throws BadQuery {
        var queries = Queries.of(List.of(template(1, ""), template(2, "a")));
        assertEquals("|web", found(queries, "web"));
        assertEquals("a|pi", found(queries, "api"));
    }

    @Test
    void asksForTemplatesByNameOnly() throws BadQuery {
        var queries = Queries.of(List.of(template(1, "x")));
        assertEquals(
                "prepared query templates can only be resolved up by name, not by ID",
                assertThrows(BadQuery.class, () -> queries.find(ID + "1", "")).getMessage());
        assertEquals(Optional.empty(), queries.find("no-template", ""));
    }

    @Property(tries = 500)
    void findsTheSameTemplateAsLookingAtAllOfThem(
            @ForAll List<@StringLength(max = 4) @Chars({'a', 'b', '-'}) String> names,
            @ForAll @StringLength(min = 1, max = 6) @Chars({'a', 'b', '-'}) String asked)
            throws BadQuery {
        var distinct = new ArrayList<>(new HashSet<>(names));
        var queries = Queries.of(distinct.stream().map(n -> template(1, n)).toList());
        String longest = distinct.stream()
                .filter(asked::startsWith)
                .max((a, b) -> Integer.compare(a.length(), b.length()))
                .map(n -> n + "|" + asked.substring(n.length()))
                .orElse("none");
        assertEquals(longest, found(queries, asked));
    }

    private static Candidate candidate(
            String node, Map<String, String> nodeMeta, List<String> tags, CheckStatus... statuses) {
        var checks = new ArrayList<Check>();
        for (var status : statuses) {
            checks.add(Check.of(node, "c" + checks.size(), "web", status));
        }
        return new Candidate(
                new Node("", node, "10.0.0." + node, Map.of(), nodeMeta, 0, 0),
                Service.of(node, "web", "web", 80).withTags(tags),
                checks);
    }

    private static final List<Candidate> ALL = List.of(
            candidate("1", Map.of("rack", "a"), List.of("Primary", "v1")),
            candidate("2", Map.of("rack", "b"), List.of("primary"), CheckStatus.PASSING, CheckStatus.WARNING),
            candidate("3", Map.of("rack", "a", "x", "y"), List.of(), CheckStatus.PASSING, CheckStatus.PASSING),
            candidate("4", Map.of(), List.of("experimental"), CheckStatus.PASSING, CheckStatus.CRITICAL));

    private static String select(ServiceQuery query) {
        return nodes(query.select(ALL));
    }

    private static String nodes(List<Candidate> candidates) {
        return String.join("", candidates.stream().map(c -> c.node().name()).toList());
    }

    private static ServiceQuery query(
            boolean onlyPassing, List<String> ignored, List<String> tags, Map<String, String> nodeMeta) {
        return new ServiceQuery("web", Failover.NONE, onlyPassing, ignored, "", tags, nodeMeta, Map.of(), false);
    }

    @Test
    void leavesOutTheCriticalAndIfWantedTheWarned() {
        assertEquals("123", select(ServiceQuery.of("web")));
        assertEquals("13", select(query(true, List.of(), List.of(), Map.of())));
    }

    @Test
    void doesNotLookAtIgnoredChecks() {
        assertEquals("1234", select(query(true, List.of("c1"), List.of(), Map.of())));
    }

    @Test
    void wantsAllTagsAndNoneOfTheExcludedWhateverTheirCase() {
        assertEquals("12", select(query(false, List.of(), List.of("PRIMARY"), Map.of())));
        assertEquals("2", select(query(false, List.of(), List.of("primary", "!V1"), Map.of())));
        assertEquals("3", select(query(false, List.of(), List.of("!primary"), Map.of())));
        assertEquals("", select(query(false, List.of(), List.of("primary", "v2"), Map.of())));
    }

    @Test
    void wantsAllMetadata() {
        assertEquals("13", select(query(false, List.of(), List.of(), Map.of("rack", "a"))));
        assertEquals("3", select(query(false, List.of(), List.of(), Map.of("rack", "a", "x", "y"))));
        assertEquals(
                "",
                select(new ServiceQuery(
                        "web", Failover.NONE, false, List.of(), "", List.of(), Map.of(), Map.of("v", "1"), false)));
    }

    @Test
    void failsOverToTheNearestThenToTheListed() {
        var others = List.of("dc2", "dc3", "dc4");
        assertEquals(List.of(), Failover.NONE.order(others));
        assertEquals(List.of("dc2", "dc3"), new Failover(2, List.of()).order(others));
        assertEquals(others, new Failover(9, List.of()).order(others));
        assertEquals(List.of("dc4", "dc2"), new Failover(0, List.of("dc4", "nowhere", "dc2", "dc4")).order(others));
        assertEquals(List.of("dc2", "dc4", "dc3"), new Failover(1, List.of("dc4", "dc2", "dc3")).order(others));
    }

    private static final Function<String, @Nullable Coordinate> PLACES = node -> switch (node) {
        case "1", "2", "3" -> new Coordinate(List.of(Double.valueOf(node)), 1, 0, 0);
        default -> null;
    };

    @Test
    void sortsByNearnessToTheSourceAndPutsItsOwnFirst() {
        var random = new SplittableRandom(3);
        assertEquals("3214", nodes(new Order("3", 0).sort(ALL, PLACES, random)));
        assertEquals("12", nodes(new Order("1", 2).sort(ALL, PLACES, random)));
        assertEquals("4", nodes(new Order("4", 1).sort(ALL, PLACES, random)));
    }

    @Test
    void shufflesWhereThereIsNothingToSortBy() {
        var random = new SplittableRandom(3);
        var seen = new HashSet<String>();
        for (int i = 0; i < 500; i++) {
            seen.add(nodes(new Order("", 0).sort(ALL, PLACES, random)));
        }
        assertEquals(24, seen.size());
    }

    @Test
    void letsTheRequestSayWhatIsNear() {
        var query = new ServiceQuery("web", Failover.NONE, false, List.of(), "2", List.of(), Map.of(), Map.of(), false);
        var nodes = ALL.stream().map(Candidate::node).toList();
        assertEquals(new Order("2", 5), Order.of(query, "", 5, "me", "", nodes));
        assertEquals(new Order("3", 0), Order.of(query, "3", 0, "me", "", nodes));
        assertEquals(new Order("me", 0), Order.of(query, "_agent", 0, "me", "", nodes));
        assertEquals(new Order("4", 0), Order.of(query, "_ip", 0, "me", "10.0.0.4", nodes));
        assertEquals(new Order("", 0), Order.of(query, "_ip", 0, "me", "10.0.0.9", nodes));
        assertEquals(new Order("", 0), Order.of(ServiceQuery.of("web"), "", 0, "me", "", nodes));
    }
}
