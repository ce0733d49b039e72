package dev.drover.observe.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.drover.observe.rule.Rule;
import dev.drover.observe.rule.RuleFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The table of rules in docs/diagnosis.md is the one that the rules themselves tell, and so is the picture of what causes what;
 * -Dgolden.update writes both anew.
 */
class RulesPageTest {
    private static final Path PAGE = Path.of("../docs/diagnosis.md");

    @Test
    void theTableOfThePageIsThatOfTheRules() throws IOException {
        check("rules", table());
    }

    @Test
    void thePictureOfThePageIsThatOfTheRules() throws IOException {
        check("edges", picture());
    }

    /** Between {@code <!-- name -->} and {@code <!-- /name -->} stands this. */
    private static void check(String name, String wanted) throws IOException {
        String page = Files.readString(PAGE);
        String begin = "<!-- " + name + " -->\n";
        int from = page.indexOf(begin) + begin.length();
        int to = page.indexOf("<!-- /" + name + " -->");
        if (System.getProperty("golden.update") != null) {
            Files.writeString(PAGE, page.substring(0, from) + wanted + page.substring(to));
        } else {
            assertEquals(wanted, page.substring(from, to), "write it anew with -Dgolden.update");
        }
    }

    /** Solid arrows: whomever it hits; dotted ones: the same process or group only. */
    private static String picture() {
        var text = new StringBuilder("```mermaid\nflowchart LR\n");
        for (Rule rule : Rules.ALL) {
            arrows(text, rule.facts(), " --> ", rule.facts().explains());
            arrows(text, rule.facts(), " -.-> ", rule.facts().explainsOwn());
        }
        return text.append("```\n").toString();
    }

    private static void arrows(StringBuilder text, RuleFacts from, String arrow, List<String> to) {
        if (!to.isEmpty()) {
            text.append("  ")
                    .append(from.id())
                    .append(arrow)
                    .append(String.join(" & ", to))
                    .append('\n');
        }
    }

    private static String table() {
        var text = new StringBuilder(
                "| nr | rule | verdict | fires when | only if | source | explains |\n|---|---|---|---|---|---|---|\n");
        for (Rule rule : Rules.ALL) {
            RuleFacts facts = rule.facts();
            String when = facts.conditions().isEmpty() ? "" : " (" + facts.conditions() + ")";
            String own = facts.explainsOwn().isEmpty() ? "" : "of its own: " + String.join(", ", facts.explainsOwn());
            text.append(row(
                    Integer.toString(facts.number()),
                    "`" + facts.id() + "`",
                    facts.title(),
                    facts.fires() + when,
                    facts.gate(),
                    facts.source(),
                    Stream.of(String.join(", ", facts.explains()), own)
                            .filter(words -> !words.isEmpty())
                            .collect(Collectors.joining("; "))));
        }
        return text.toString();
    }

    private static String row(String... cells) {
        var text = new StringBuilder("|");
        for (String cell : cells) {
            text.append(' ').append(cell.replace("|", "\\|")).append(" |");
        }
        return text.append('\n').toString();
    }
}
