package dev.drover.model.tree;

import dev.drover.model.Problem;
import dev.drover.model.Where;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** What the YAML parser complains about, said in plain words with the way out. */
final class SyntaxWords {
    private SyntaxWords() {}

    static Problem problem(String file, MarkedYamlEngineException e) {
        String said = e.getProblem() == null ? "" : e.getProblem();
        String context = e.getContext() == null ? "" : e.getContext();
        Where at = e.getProblemMark()
                .or(e::getContextMark)
                .map(m -> Composer.where(file, m))
                .orElseGet(() -> YamlText.start(file));
        String since = e.getContextMark()
                .map(Mark::getLine)
                .map(l -> " that begins in line " + (l + 1))
                .orElse("");
        return words(at, said, context, since);
    }

    private static Problem words(Where at, String said, String context, String since) {
        if (said.contains("TAB")) {
            return Problem.of(at, "", "a tab where YAML wants spaces", "indent with spaces, two for each level");
        }
        if (context.contains("alias")) {
            return Problem.of(
                    at,
                    "",
                    "a value that begins with * is an alias (expected: text in quotes)",
                    "put it in quotes: \"*:8080\", \"*.example.com\"");
        }
        if (context.contains("anchor")) {
            return Problem.of(
                    at, "", "a value that begins with & is an anchor (expected: text in quotes)", "put it in quotes");
        }
        if (said.startsWith("mapping values are not allowed")) {
            return Problem.of(
                    at,
                    "",
                    "a colon where no key can be (expected: one key: value a line)",
                    "if the colon belongs to a text, put the text in quotes; else look at the indentation of this line, or for a missing colon above");
        }
        if (said.contains("could not find expected ':'")) {
            return Problem.of(
                    at,
                    "",
                    "a key without a colon" + since + " (expected: key: value)",
                    "write key: value, or look at the indentation");
        }
        if (said.contains("cannot start any token")) {
            return Problem.of(
                    at, "", reserved(said) + " cannot begin a value (expected: text in quotes)", "put it in quotes");
        }
        return unfinished(at, said, context, since);
    }

    private static Problem unfinished(Where at, String said, String context, String since) {
        if (context.contains("quoted scalar")) {
            return said.contains("end of stream")
                    ? Problem.of(
                            at,
                            "",
                            "the quotes" + since.replace("begins", "begin") + " are not closed",
                            "close the quotes")
                    : Problem.of(
                            at,
                            "",
                            "a backslash sequence that YAML does not know, in quotes"
                                    + since.replace("begins", "begin"),
                            "write \\\\ for a backslash, or use single quotes");
        }
        if (context.contains("flow sequence")) {
            return Problem.of(
                    at,
                    "",
                    "the list" + since + " is not closed here (expected: , or ])",
                    "close it with ]; put texts with braces, brackets or commas in quotes");
        }
        if (context.contains("flow mapping")) {
            return Problem.of(
                    at,
                    "",
                    "the map" + since + " is not closed here (expected: , or })",
                    "close it with }; put texts with braces, brackets or commas in quotes: {path: \"/items/{id}\"}");
        }
        if (context.contains("block mapping") || context.contains("block collection")) {
            return Problem.of(
                    at,
                    "",
                    "this line does not fit the map or list" + since + " (expected: the same indentation)",
                    "give keys of one map, and items of one list, the same indentation");
        }
        String first = said.isEmpty() ? context : said;
        return Problem.of(at, "", "this is no YAML: " + Tree.Text.brief(first));
    }

    private static String reserved(String said) {
        int open = said.indexOf('\'');
        return open >= 0 && open + 1 < said.length() ? said.substring(open + 1, open + 2) : "this character";
    }
}
