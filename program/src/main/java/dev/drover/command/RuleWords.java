package dev.drover.command;

import dev.drover.observe.rule.Evidence;
import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.Outcome;
import dev.drover.observe.rule.Rule;
import dev.drover.observe.rule.RuleFacts;
import dev.drover.observe.verdict.Rules;
import java.util.List;

/** Rules for reading: the table of all, and one with what it says of this host. */
final class RuleWords {
    private final Output output;

    RuleWords(Output output) {
        this.output = output;
    }

    Table table() {
        var table = new Table("");
        table.row(output.strong("NR"), output.strong("RULE"), output.strong("VERDICT"), output.strong("FIRES WHEN"));
        for (Rule rule : Rules.ALL) {
            RuleFacts facts = rule.facts();
            String gate = facts.gate().isEmpty() ? "" : ", and " + facts.gate();
            table.row(Integer.toString(facts.number()), facts.id(), facts.title(), facts.fires() + gate);
        }
        return table;
    }

    String explained(RuleFacts facts, Outcome outcome) {
        var table = new Table("  ");
        row(table, "family", facts.family().title());
        row(table, "reads", String.join(", ", facts.reads()));
        row(table, "fires when", facts.fires());
        row(table, "and only if", facts.gate());
        row(table, "source", facts.source());
        row(table, "conditions", facts.conditions());
        row(table, "explains", String.join(", ", facts.explains()));
        row(table, "remedy", facts.remedy());
        row(table, "check", facts.check());
        return output.strong(facts.id()) + "  " + facts.title() + "\n\n" + table.text() + "\n" + now(outcome);
    }

    private static void row(Table table, String name, String value) {
        if (!value.isEmpty()) {
            table.row(name, value);
        }
    }

    private String now(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Found(List<Finding> findings) ->
                said(
                        output.bad("found"),
                        findings.getFirst().headline(),
                        findings.getFirst().evidence());
            case Outcome.Quiet(String why, List<Evidence> numbers) -> said(output.good("quiet"), why, numbers);
            case Outcome.Busy(String what, List<Evidence> numbers) -> said(output.good("busy"), what, numbers);
            case Outcome.NotMeasurable(String why) -> said(output.wary("not measurable"), why, List.of());
            case Outcome.NotApplicable(String why) -> said("not applicable", why, List.of());
        };
    }

    private static String said(String word, String why, List<Evidence> numbers) {
        var table = new Table("    ");
        for (Evidence row : numbers) {
            table.row(row.what(), row.shownValue(), row.shownLimit(), row.source());
        }
        return "  here and now: " + word + ", " + why + "\n" + table.text();
    }
}
