package dev.drover.registry.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.registry.filter.Expression.And;
import dev.drover.registry.filter.Expression.Match;
import dev.drover.registry.filter.Expression.Not;
import dev.drover.registry.filter.Expression.Or;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What expressions mean, and the words in which others are refused: those of the tests of go-bexpr where it has such a test. */
final class GrammarTest {
    private static final String PREFIX = "Failed to create boolean expression evaluator: ";

    private static Expression read(String text) throws BadFilter {
        return Grammar.parse(text);
    }

    private static Match match(Operator operator, String value, String... path) {
        return new Match(List.of(path), operator, value);
    }

    private static void refused(String text, String why) {
        var e = assertThrows(BadFilter.class, () -> Grammar.parse(text), () -> "not refused: " + text);
        assertEquals(PREFIX + why, e.getMessage());
    }

    @Test
    void readsEveryOperator() throws BadFilter {
        assertEquals(match(Operator.EQUAL, "3", "foo"), read("foo == 3"));
        assertEquals(match(Operator.EQUAL, "3", "foo"), read("foo==3"));
        assertEquals(match(Operator.NOT_EQUAL, "xyz", "foo"), read("foo != xyz"));
        assertEquals(new Match(List.of("list"), Operator.IS_EMPTY, null), read("list is empty"));
        assertEquals(new Match(List.of("list"), Operator.IS_NOT_EMPTY, null), read("list is not empty"));
        assertEquals(match(Operator.IN, "foo", "bar"), read("foo in bar"));
        assertEquals(match(Operator.NOT_IN, "foo", "bar"), read("foo not in bar"));
        assertEquals(match(Operator.IN, "foo", "bar"), read("bar contains foo"));
        assertEquals(match(Operator.NOT_IN, "foo", "bar"), read("bar not contains foo"));
        assertEquals(match(Operator.MATCHES, "bar", "foo"), read("foo matches bar"));
        assertEquals(match(Operator.NOT_MATCHES, "bar", "foo"), read("foo not matches bar"));
    }

    @Test
    void readsValuesAsTextsWhateverTheyLookLike() throws BadFilter {
        assertEquals(match(Operator.EQUAL, "-0.2", "foo"), read("foo == -0.2"));
        assertEquals(match(Operator.EQUAL, "11.11", "foo"), read("foo == 11.11"));
        assertEquals(match(Operator.EQUAL, "a.b.c d", "foo"), read("foo == a.b[\"c d\"]"));
        assertEquals(match(Operator.EQUAL, "a\tb", "foo"), read("foo == \"a\\tb\""));
        assertEquals(match(Operator.EQUAL, "a\\tb\"", "foo"), read("foo == `a\\tb\"`"));
        assertEquals(match(Operator.EQUAL, "ä€😀", "foo"), read("foo == \"ä\\u20ac\\U0001f600\""));
        assertEquals(match(Operator.EQUAL, "Aä", "foo"), read("foo == \"\\x41\\303\\xa4\""));
        assertEquals(match(Operator.EQUAL, "", "foo"), read("foo == \"\""));
        assertEquals(match(Operator.EQUAL, "ab", "foo"), read("foo == `a\rb`"));
    }

    @Test
    void readsSelectorsWithDotsAndKeys() throws BadFilter {
        var all = match(Operator.IN, "environment", "foo", "bar", "meta", "tags", "ENV");
        assertEquals(all, read("`environment` in foo.bar[\"meta\"].tags[\t`ENV` ]"));
        assertEquals(all, read("environment in foo[\"bar\"][\"meta\"][\"tags\"][\"ENV\"]"));
        assertEquals(all, read("environment in foo.bar.meta.tags.ENV"));
        assertEquals(match(Operator.IN, "x", "foo", "abc-def ghi åß∂ƒ"), read("x in foo[\"abc-def ghi åß∂ƒ\"]"));
    }

    @Test
    void readsJsonPointersWhereASelectorStands() throws BadFilter {
        assertEquals(match(Operator.EQUAL, "qa", "Meta", "a/b~c"), read("\"/Meta/a~1b~0c\" == \"qa\""));
        assertEquals(match(Operator.IN, "x", "Tags"), read("x in \"/Tags\""));
        assertEquals(new Match(List.of("Tags"), Operator.IS_EMPTY, null), read("\"/Tags\" is empty"));
        assertEquals(match(Operator.EQUAL, "/a/b", "Output"), read("Output == \"/a/b\""));
        assertEquals(match(Operator.IN, "/a/b", "Output"), read("\"/a/b\" in Output"));
    }

    @Test
    void bindsNotBeforeAndBeforeOr() throws BadFilter {
        var x = match(Operator.IN, "x", "foo");
        var str = match(Operator.EQUAL, "something", "str");
        var list = new Match(List.of("list"), Operator.IS_EMPTY, null);
        assertEquals(
                new Or(List.of(new And(List.of(x, new Not(str))), list)),
                read("x in foo and not str == something or list is empty"));
        assertEquals(
                new And(List.of(x, new Not(new Or(List.of(str, list))))),
                read("x in foo and not (str == something or list is empty)"));
        assertEquals(list, read("((  list is empty ) )"));
        assertEquals(str, read("not not str == something"));
    }

    @Test
    void takesWordsOfTheLanguageForNamesWhereNothingElseFits() throws BadFilter {
        assertEquals(match(Operator.IN, "not", "Tags"), read("not in Tags"));
        assertEquals(new Not(match(Operator.IN, "not", "Tags")), read("not not in Tags"));
        assertEquals(new Not(match(Operator.IN, "prod", "Tags")), read("not prod in Tags"));
        assertEquals(match(Operator.EQUAL, "or", "and"), read("and == or"));
        assertEquals(
                new Or(List.of(match(Operator.EQUAL, "b", "a"), match(Operator.EQUAL, "d", "or"))),
                read("a == b or or == d"));
    }

    @Test
    void ignoresWhiteSpaceAround() throws BadFilter {
        String s = "\t\r\n  ";
        assertEquals(match(Operator.EQUAL, "x", "foo"), read(s + "foo" + s + "==" + s + "x" + s));
        assertEquals(match(Operator.NOT_IN, "foo", "x"), read(s + "foo" + s + "not" + s + "in" + s + "x" + s));
        assertEquals(match(Operator.EQUAL, "x", "foo"), read(s + "(" + s + "foo == x" + s + ")" + s));
    }

    @Test
    void refusesWithTheRuleThatKnowsBetter() {
        refused("foo == \"12x", "1:12 (11): rule \"string\": Unterminated string literal");
        refused("foo == `12x", "1:12 (11): rule \"string\": Unterminated string literal");
        refused("foo == 3x", "1:9 (8): rule \"number\": Invalid number literal");
        refused("foo[3] == abc", "1:5 (4): rule \"index\": Invalid index");
        refused("x in foo[\"abc\"", "1:15 (14): rule \"index\": Unclosed index expression");
        refused("foo[\"abc\" == 3", "1:11 (10): rule \"index\": Unclosed index expression");
        refused("x in 32", "1:6 (5): rule \"match\": Invalid selector");
        refused("(foo == 4", "1:10 (9): rule \"grouping\": Unmatched parentheses");
        refused("foo == \"a\\qb\"", "1:8 (7): rule \"string\": invalid syntax");
    }

    @Test
    void refusesWithWhatWasExpectedFarthestOn() {
        refused("32 == 32", "1:4 (3): no match found, expected: \"in\", \"not\" or [ \\t\\r\\n]");
        refused("32 is empty", "1:4 (3): no match found, expected: \"in\", \"not\" or [ \\t\\r\\n]");
        refused("x in foo abc", "1:10 (9): no match found, expected: \"and\", \"or\", [ \\t\\r\\n] or EOF");
        refused(
                "x in foo and ",
                "1:14 (13): no match found, expected: \"(\", \"-\", \"0\", \"\\\"\", \"`\", \"not\", [ \\t\\r\\n], [1-9] or [a-zA-Z]");
        refused(
                "x in foo or not ",
                "1:17 (16): no match found, expected: \"!=\", \"(\", \"-\", \"0\", \"==\", \"\\\"\", \"`\", \"contains\", \"in\","
                        + " \"is\", \"matches\", \"not\", [ \\t\\r\\n], [1-9] or [a-zA-Z]");
    }

    @Test
    void countsLinesAndCharactersAndBytes() {
        refused("foo == \"ä\"\n and bar == 3x", "2:14 (25): rule \"number\": Invalid number literal");
    }

    @Test
    void tellsAllErrorsOfTheGrammar() {
        refused("a == \"\\q\" or b == 3x", """
                1:6 (5): rule "string": invalid syntax
                1:20 (19): rule "number": Invalid number literal""");
    }

    @Test
    void bounds() {
        String deep = "(".repeat(200) + "a == b" + ")".repeat(200);
        refused(deep, "The expression is nested deeper than the limit of 128");
        refused("not ".repeat(200) + "a == b", "The expression is nested deeper than the limit of 128");
        refused("a == `" + "x".repeat(70_000) + "`", "The expression has 70007 characters, the limit is 65536");
    }

    @Test
    void readsLongChainsAndHostileOnesInLittleTime() {
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            assertTrue(Grammar.parse("a==b" + " or a==b".repeat(8000)) instanceof Or);
            assertThrows(BadFilter.class, () -> Grammar.parse("(".repeat(60_000)));
            assertThrows(BadFilter.class, () -> Grammar.parse("(".repeat(120) + "a == b and"));
            assertThrows(BadFilter.class, () -> Grammar.parse("not ".repeat(16_000)));
            assertThrows(BadFilter.class, () -> Grammar.parse("a" + "[\"x\"".repeat(9_000)));
            assertThrows(BadFilter.class, () -> Grammar.parse("a[".repeat(30_000)));
            assertThrows(BadFilter.class, () -> Grammar.parse("a == b " + "\n".repeat(60_000) + "c"));
        });
    }
}
