package dev.drover.registry.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What templates make of names; most cases are those of Consul's documentation and of its own tests. */
final class TemplateTest {
    private static Query query(String name, String regexp, boolean removeEmptyTags, ServiceQuery service) {
        return new Query("", name, "", new Template(Template.NAME_PREFIX_MATCH, regexp, removeEmptyTags), service, "");
    }

    private static ServiceQuery tags(String... tags) {
        return new ServiceQuery(
                "${name.full}", Failover.NONE, false, List.of(), "", List.of(tags), Map.of(), Map.of(), false);
    }

    private static String text(String template, String name) throws BadQuery {
        return CompiledQuery.of(query("geo-db", "^geo-db-(.*?)-([^\\-]+?)$", false, ServiceQuery.of(template)))
                .rendered(name, "seg")
                .service()
                .service();
    }

    @Test
    void interpolatesWhatTheDocumentationSays() throws BadQuery {
        String name = "geo-db-customer-primary";
        assertEquals("geo-db-customer-primary", text("${name.full}", name));
        assertEquals("geo-db", text("${name.prefix}", name));
        assertEquals("-customer-primary", text("${name.suffix}", name));
        assertEquals("geo-db-customer-primary", text("${match(0)}", name));
        assertEquals("customer", text("${match(1)}", name));
        assertEquals("primary", text("${match(2)}", name));
        assertEquals("", text("${match(3)}", name));
        assertEquals("", text("${match(-1)}", name));
        assertEquals("", text("${match(1)}", "geo-db-nothing"));
        assertEquals("seg", text("${agent.segment}", name));
    }

    @Test
    void mixesTextsAndExpressions() throws BadQuery {
        assertEquals("a-customer-b-primary", text("a-${ match(1) }-b-${match( 1 + 1 )}", "geo-db-customer-primary"));
        assertEquals("42", text("${40 + 2}", "x"));
        assertEquals("-7", text("${2 + 3 * -(4 - 1)}", "x"));
        assertEquals("1", text("${7 % 3}", "x"));
        assertEquals("${name.full}", text("$${name.full}", "x"));
        assertEquals("$x{}", text("$x{}", "x"));
        assertEquals("quoted\" }", text("${\"quoted\\\" }\"}", "x"));
        assertEquals("9", text("${\"7\" + 2}", "x"));
    }

    @Test
    void rendersEveryTextOfTheService() throws BadQuery {
        var service = new ServiceQuery(
                "${name.suffix}",
                new Failover(2, List.of("dc-${match(1)}")),
                true,
                List.of("check-${name.full}"),
                "${match(1)}",
                List.of("${match(1)}", "!x"),
                Map.of("rack", "${match(1)}"),
                Map.of("v", "${name.prefix}"),
                true);
        assertEquals(
                new ServiceQuery(
                        "7",
                        new Failover(2, List.of("dc-7")),
                        true,
                        List.of("check-r7"),
                        "7",
                        List.of("7", "!x"),
                        Map.of("rack", "7"),
                        Map.of("v", "r"),
                        true),
                CompiledQuery.of(query("r", "^r(.)$", false, service))
                        .rendered("r7", "")
                        .service());
    }

    @Test
    void removesEmptyTagsWhereWanted() throws BadQuery {
        var some = tags("${match(1)}", "", "kept", "${match(2)}");
        assertEquals(
                List.of("kept", "b"),
                CompiledQuery.of(query("", "^(.*)-(.*)$", true, some))
                        .rendered("-b", "")
                        .service()
                        .tags());
        assertEquals(
                List.of("", "", "kept", "b"),
                CompiledQuery.of(query("", "^(.*)-(.*)$", false, some))
                        .rendered("-b", "")
                        .service()
                        .tags());
    }

    private static void refused(Query query, String why) {
        assertEquals(why, assertThrows(BadQuery.class, query::check).getMessage());
    }

    @Test
    void refusesWhatCannotBeRendered() {
        refused(
                new Query("", "n", "", new Template("nope", "", false), ServiceQuery.of("s"), ""),
                "failed compiling template: Bad Template.Type 'nope'");
        refused(
                query("n", "^(nope$", false, ServiceQuery.of("s")),
                "failed compiling template: Bad Regexp: error parsing regexp: missing closing ): `^(nope$`");
        refused(
                query("n", "", false, ServiceQuery.of("${name.full")),
                "failed compiling template: Bad format '${name.full' in Service.Service: parse error at 1:12: expected \"}\""
                        + " but found end of text");
        refused(
                query("n", "", false, tags("fine", "${name.nope}")),
                "failed compiling template: Bad evaluation for '${name.nope}' in Service.Tags[1]: 1:3: unknown variable accessed:"
                        + " name.nope");
        refused(
                query("n", "", false, ServiceQuery.of("${nope(1)}")),
                "failed compiling template: Bad format '${nope(1)}' in Service.Service: 1:3: unknown function called: nope");
        refused(
                query("n", "", false, ServiceQuery.of("${1 / 0}")),
                "failed compiling template: Bad evaluation for '${1 / 0}' in Service.Service: 1:5: 1 / 0 cannot be reckoned");
        refused(
                query("n", "", false, ServiceQuery.of("${name.full * 2}")),
                "failed compiling template: Bad evaluation for '${name.full * 2}' in Service.Service: 1:13: not a whole number: \"n\"");
        assertThrows(BadQuery.class, () -> Interpolation.parse("${" + "(".repeat(100) + "1" + ")".repeat(100) + "}"));
        assertThrows(BadQuery.class, () -> Interpolation.parse("x".repeat(5000)));
    }

    @Test
    void refusesQueriesThatCannotBeRegistered() throws BadQuery {
        var meta = new ServiceQuery(
                "s", Failover.NONE, false, List.of(), "", List.of(), Map.of("bad key", "v"), Map.of(), false);
        refused(
                new Query("", "", "", null, ServiceQuery.of("s"), ""),
                "Invalid prepared query: Must be bound to a session");
        refused(
                new Query("", "n", "", null, ServiceQuery.of(""), ""),
                "Invalid prepared query: Must provide a Service name to query");
        refused(
                new Query("", "n", "", null, meta, ""),
                "Invalid prepared query: Couldn't load metadata pair ('bad key', 'v'): Key contains invalid characters");
        refused(
                new Query("", "n", "", null, ServiceQuery.of("s"), "ten"),
                "Invalid prepared query: Bad DNS TTL 'ten': time: invalid duration \"ten\"");
        refused(
                new Query("", "n", "", null, ServiceQuery.of("s"), "-1s"),
                "Invalid prepared query: DNS TTL '-1000000000', must be >=0");
        new Query("", "", "some-session", null, ServiceQuery.of("s"), "10s").check();
        query("", "", false, ServiceQuery.of("${name.full}")).check();
    }

    @Provide
    Arbitrary<String> soup() {
        return Arbitraries.of(
                        "${",
                        "}",
                        "$${",
                        "name.full",
                        "match",
                        "(",
                        ")",
                        "1",
                        "0",
                        "+",
                        "-",
                        "*",
                        "/",
                        "%",
                        "\"",
                        "\\",
                        " ",
                        "x")
                .list()
                .ofMaxSize(16)
                .map(l -> String.join("", l));
    }

    @Property(tries = 3000)
    void rendersOrRefusesAnyTokens(@ForAll("soup") String text) {
        try {
            Interpolation.parse(text).text(new Meaning("p", "pq", "", List.of()));
        } catch (BadQuery e) {
            assertTrue(e.getMessage().length() < 300, e.getMessage());
        }
    }

    @Property
    void leavesTextsWithoutExpressionsAlone(@ForAll String text) throws BadQuery {
        if (!text.contains("${")) {
            assertEquals(text, Interpolation.parse(text).text(new Meaning("", "", "", List.of())));
        }
    }
}
