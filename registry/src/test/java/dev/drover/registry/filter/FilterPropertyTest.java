package dev.drover.registry.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Any text is either understood or refused with a message; what was written from a meaning is read back as that meaning. */
final class FilterPropertyTest {
    private static final Map<String, Object> SERVICE =
            Map.of("ID", "a", "Service", "web", "Tags", List.of("a", "b"), "Meta", Map.of("k", "v"), "Port", 80);

    private static final List<String> PIECES = List.of(
            "not",
            "and",
            "or",
            "is",
            "in",
            "empty",
            "contains",
            "matches",
            "==",
            "!=",
            "(",
            ")",
            "[",
            "]",
            ".",
            "\"",
            "`",
            "/",
            "-",
            "0",
            "7",
            "80",
            "3.5",
            "Port",
            "Tags",
            "Meta",
            "Service",
            "Nope",
            "k",
            "\\",
            "\\n",
            "ä",
            "😀",
            "\n",
            " ",
            " ",
            " ");

    @Provide
    Arbitrary<String> soup() {
        return Arbitraries.of(PIECES).list().ofMaxSize(24).map(l -> String.join("", l));
    }

    @Property(tries = 3000)
    void understandsOrRefusesAnyTokens(@ForAll("soup") String text) {
        understandsOrRefuses(text);
    }

    @Property
    void understandsOrRefusesAnyText(@ForAll String text) {
        understandsOrRefuses(text);
    }

    private static void understandsOrRefuses(String text) {
        try {
            Filter.of(text, Selectors.NODE_SERVICE).keeps(SERVICE);
        } catch (BadFilter e) {
            assertNotNull(e.getMessage());
            assertTrue(e.getMessage().length() < 2000 + 4 * text.length(), e.getMessage());
        }
    }

    /** A filter with the answer that it must give about {@link #SERVICE}. */
    record Written(String text, boolean holds) {}

    @Provide
    Arbitrary<Written> written() {
        var one = Arbitraries.of(
                new Written("Port == 80", true),
                new Written("Port != 80", false),
                new Written("Service==\"web\"", true),
                new Written("a in Tags", true),
                new Written("Tags not contains `a`", false),
                new Written("Meta.k matches \"^v$\"", true),
                new Written("Meta[\"nope\"] == v", false),
                new Written("Tags is empty", false),
                new Written("Meta is not empty", true));
        return Arbitraries.recursive(() -> one, FilterPropertyTest::wider, 0, 4);
    }

    private static Arbitrary<Written> wider(Arbitrary<Written> parts) {
        return Arbitraries.oneOf(
                parts.map(w -> new Written("not ( " + w.text + ")", !w.holds)),
                Combinators.combine(parts, parts)
                        .as((l, r) -> new Written("(" + l.text + ") and (" + r.text + ")", l.holds && r.holds)),
                Combinators.combine(parts, parts)
                        .as((l, r) -> new Written("(" + l.text + "  or  " + r.text + " )", l.holds || r.holds)));
    }

    @Property
    void answersAsItsPartsDo(@ForAll("written") Written written) throws BadFilter {
        if (written.text.length() < Grammar.LONGEST) {
            assertEquals(
                    written.holds,
                    Filter.of(written.text, Selectors.NODE_SERVICE).keeps(SERVICE),
                    written.text);
        }
    }
}
