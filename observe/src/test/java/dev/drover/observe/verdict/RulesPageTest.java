package dev.drover.observe.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.drover.observe.rule.Rule;
import dev.drover.observe.rule.RuleFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The table of rules in docs/diagnosis.md is the one that the rules themselves tell; -Dgolden.update writes it anew. */
class RulesPageTest {
    private static final Path PAGE = Path.of("../docs/diagnosis.md");
    private static final String FROM = "<!-- rules -->\n";
    private static final String TO = "<!-- /rules -->";

    @Test
    void theTableOfThePageIsThatOfTheRules() throws IOException {
        String page = Files.readString(PAGE);
        int from = page.indexOf(FROM) + FROM.length();
        int to = page.indexOf(TO);
        if (System.getProperty("golden.update") != null) {
            Files.writeString(PAGE, page.substring(0, from) + table() + page.substring(to));
        } else {
            assertEquals(table(), page.substring(from, to), "write it anew with -Dgolden.update");
        }
    }

    private static String table() {
        var text = new StringBuilder(
                "| nr | rule | verdict | fires when | only if | source | explains |\n|---|---|---|---|---|---|---|\n");
        for (Rule rule : Rules.ALL) {
            RuleFacts facts = rule.facts();
            String when = facts.conditions().isEmpty() ? "" : " (" + facts.conditions() + ")";
            text.append(row(
                    Integer.toString(facts.number()),
                    "`" + facts.id() + "`",
                    facts.title(),
                    facts.fires() + when,
                    facts.gate(),
                    facts.source(),
                    String.join(", ", facts.explains())));
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
