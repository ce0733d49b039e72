package dev.drover.model.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.model.Problem;
import dev.drover.testkit.Golden;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the text is: it is read or refused, soon, the same way each time, and every problem lies within it. */
class HostileTextTest {
    private static final List<String> CORPUS = Golden.below(GoldenFilesTest.FOLDER).stream()
            .map(Golden::input)
            .filter(text -> !text.contains("\n== "))
            .toList();

    @Property(tries = 700, seed = "4711")
    void readsOrRefusesYamlLikeText(@ForAll("yamlLike") String text) {
        holds(text);
    }

    @Property(tries = 700, seed = "4711")
    void readsOrRefusesMutatedFiles(@ForAll("mutated") String text) {
        holds(text);
    }

    @Property(tries = 300, seed = "4711")
    void readsOrRefusesAnyText(@ForAll String text) {
        holds(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[", "{", "- ", "? ", "a: ", "[a, ", "{a: {", "&a [", "!!x ", "\"", "'", "|\n ", ">\n", "*a ", "%",
                "---\n", "#", "\n", ", ", ": "
            })
    void refusesALongRepetitionSoon(String part) {
        String text = part.repeat(200_000 / part.length());
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> holds(text));
    }

    @Test
    void refusesAMillionLaughs() {
        String text = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c, *c]\n";
        holds(text);
    }

    /** What is compared with everything else of its kind, thousands of times. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "services: {a: {instances: {addresses: [10.0.0.1:80]}}}\nroutes:\n|- {match: {path: /p/N}, to: a}\n",
                "routes:\n|- {match: {path: /N}, to: aN}\n",
                "services:\n|  sN: {instances: {addresses: [10.0.0.1:80]}, unknown-N: 1}\n",
                "services:\n|  sN: {instances: {addresses: [10.0.0.1:80]}}\n",
                "routes:\n- to: x\n  match:\n    method:\n|    - MN\n",
                "routes:\n|- {name: N, match: {path: /, host: hN.example}, to: a}\n",
                "trusted:\n|- 10.0.0.0/8\n",
                "listen:\n|  lN: {protocol: http, address: \"*:80\"}\n",
                "services:\n  a:\n    instances:\n      addresses:\n|      - hN:80\n",
                "cluster: a\n|cluster: a\n",
                "|kN: 1\n"
            })
    void comparesManyOfAKindSoon(String form) {
        String[] parts = form.split("\\|", -1);
        var text = new StringBuilder(parts[0]);
        for (int i = 0; i < 8_000; i++) {
            text.append(parts[1].replace("N", Integer.toString(i)));
        }
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> holds(text.toString()));
    }

    private static void holds(String text) {
        Read read = ModelReader.read("drover.yaml", text, Path.of("/x"));
        List<Problem> said = said(read);
        String[] lines = text.split("\r\n|[\n\r]", -1);
        for (Problem problem : said) {
            int line = problem.where().line();
            assertTrue(line >= 1 && line <= lines.length, problem.toString());
            String at = lines[line - 1];
            // One beyond the end: what is missing there.
            int width = at.codePointCount(0, at.length()) + 1;
            assertTrue(problem.where().column() >= 1 && problem.where().column() <= width, problem.toString());
        }
        assertEquals(said, said(ModelReader.read("drover.yaml", text, Path.of("/x"))));
    }

    private static List<Problem> said(Read read) {
        return switch (read) {
            case Read.Sound sound -> sound.warnings();
            case Read.Refused refused -> refused.problems();
        };
    }

    @Provide
    Arbitrary<String> yamlLike() {
        Arbitrary<String> words = Arbitraries.of(
                "listen",
                "services",
                "routes",
                "match",
                "to",
                "path",
                "health",
                "a",
                "http",
                "/x",
                "\"*:80\"",
                "10.0.0.1:80",
                "{env: X}",
                "1s",
                "50%",
                "off",
                "*",
                "&a",
                "!t",
                "'",
                "\"",
                "|",
                ">",
                "~",
                "null",
                "\u00e9",
                "\ud83d\ude00",
                "\u0007");
        Arbitrary<String> marks = Arbitraries.of(
                ": ", ":\n", "\n", "\n  ", "\n    ", "- ", "{", "}", "[", "]", ", ", " ", "\t", "#", "---\n", "? ",
                "\r\n", "\u2028");
        return Arbitraries.oneOf(words, marks).list().ofMaxSize(60).map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<String> mutated() {
        return Arbitraries.of(CORPUS)
                .flatMap(text -> Arbitraries.integers()
                        .between(0, text.length())
                        .flatMap(at -> Arbitraries.integers()
                                .between(0, 20)
                                .flatMap(cut -> Arbitraries.of(
                                                "", "\n", "  ", "{", "]", ":", "*", "\"", "\t", "-", "\u0000", "0",
                                                "a: b")
                                        .map(put -> text.substring(0, at)
                                                + put
                                                + text.substring(Math.min(text.length(), at + cut))))));
    }
}
