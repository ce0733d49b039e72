package dev.drover.registry.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.model.NamePattern;
import dev.drover.model.Registry.Access;
import dev.drover.model.Registry.Kind;
import dev.drover.model.Registry.Rules;
import dev.drover.model.Registry.Token;
import dev.drover.model.Secret;
import dev.drover.model.Where;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class RightsTest {
    private static Token token(Access everything, Map<NamePattern, Access> keys) {
        var rules = new LinkedHashMap<Kind, Rules>();
        rules.put(Kind.KEYS, new Rules(of(keys, Access.READ), of(keys, Access.WRITE), of(keys, Access.NONE)));
        return new Token(Where.nowhere(), "t", new Secret.Plain("s"), everything, rules, Access.NONE);
    }

    private static List<NamePattern> of(Map<NamePattern, Access> keys, Access access) {
        return keys.entrySet().stream()
                .filter(e -> e.getValue() == access)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The exact name, else the longest beginning, else everything. */
    private static Access naive(Access everything, Map<NamePattern, Access> keys, String name) {
        Access exact = keys.get(new NamePattern(name, false));
        return exact != null
                ? exact
                : keys.entrySet().stream()
                        .filter(e -> e.getKey().open() && e.getKey().matches(name))
                        .max(Comparator.comparing(e -> e.getKey().text().length()))
                        .map(Map.Entry::getValue)
                        .orElse(everything);
    }

    @Property(tries = 500, seed = "4711")
    void decidesByTheExactNameElseTheLongestBeginning(
            @ForAll Access everything, @ForAll("rules") Map<NamePattern, Access> keys, @ForAll("names") String name) {
        var rights = Rights.of(token(everything, keys));
        Access expected = naive(everything, keys, name);
        assertEquals(expected != Access.NONE, rights.mayRead(Kind.KEYS, name));
        assertEquals(expected == Access.WRITE, rights.mayWrite(Kind.KEYS, name));
        assertEquals(everything != Access.NONE, rights.mayRead(Kind.SERVICES, name));
    }

    /** Who may write below a beginning may write each name that begins so. */
    @Property(tries = 500, seed = "4711")
    void writesBelowWhereEachNameMayBeWritten(
            @ForAll Access everything,
            @ForAll("rules") Map<NamePattern, Access> keys,
            @ForAll("names") String prefix,
            @ForAll("names") String more) {
        var rights = Rights.of(token(everything, keys));
        if (rights.mayWriteBelow(Kind.KEYS, prefix)) {
            assertTrue(rights.mayWrite(Kind.KEYS, prefix + more));
        }
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings().withChars('a', 'b', '/').ofMaxLength(4);
    }

    @Provide
    Arbitrary<Map<NamePattern, Access>> rules() {
        var pattern = Combinators.combine(names(), Arbitraries.of(true, false)).as(NamePattern::new);
        return Arbitraries.maps(pattern, Arbitraries.of(Access.class)).ofMaxSize(6);
    }

    @Test
    void letsEverybodyInWhereNoTokenIsAskedFor() {
        assertSame(Rights.ALL, Tokens.NONE.rights("").orElseThrow());
        assertSame(Rights.ALL, Tokens.NONE.rights("whatever").orElseThrow());
        assertFalse(Tokens.NONE.areAsked());
    }

    @Test
    void tellsAnUnknownTokenFromNone() {
        var tokens = Tokens.of(Map.of("open sesame", token(Access.READ, Map.of())));
        assertTrue(tokens.areAsked());
        assertFalse(tokens.rights("").orElseThrow().mayRead(Kind.KEYS, "a"));
        assertEquals(Optional.empty(), tokens.rights("open sesam"));
        assertTrue(tokens.rights("open sesame").orElseThrow().mayRead(Kind.KEYS, "a"));
        assertFalse(tokens.rights("open sesame").orElseThrow().mayReadOperator());
    }

    @Test
    void takesNoEmptySecretAndPrintsNone() {
        Token token = token(Access.READ, Map.of());
        assertThrows(IllegalArgumentException.class, () -> Tokens.of(Map.of("", token)));
        assertEquals("tokens: 1", Tokens.of(Map.of("open sesame", token)).toString());
    }
}
