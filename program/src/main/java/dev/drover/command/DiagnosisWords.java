package dev.drover.command;

import dev.drover.observe.rule.Evidence;
import dev.drover.observe.rule.Family;
import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.Outcome;
import dev.drover.observe.rule.Severity;
import dev.drover.observe.rule.Unit;
import dev.drover.observe.rule.Who;
import dev.drover.observe.verdict.Diagnosis;
import dev.drover.observe.verdict.Judgement;
import dev.drover.observe.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;

/** A diagnosis for reading: the verdict first, then what it rests on and what to do. */
final class DiagnosisWords {
    private static final int MOST_ROWS = 6;
    private static final int LABEL = 10;
    private static final int WIDTH = 100;

    private final Output output;
    private final Instant start;

    DiagnosisWords(Output output, Instant start) {
        this.output = output;
        this.start = start;
    }

    String text(Diagnosis diagnosis) {
        String text = switch (diagnosis.verdict()) {
            case Verdict.Bottleneck(List<Verdict.Cause> causes) -> causes(causes);
            case Verdict.Healthy healthy ->
                "\n" + output.good("HEALTHY") + "  nobody waits for CPU, memory or disk\n" + numbers(diagnosis);
            case Verdict.HealthyBusy(List<String> what) ->
                "\n" + output.good("HEALTHY, JUST BUSY") + "  " + String.join("; ", what) + "\n" + numbers(diagnosis);
            case Verdict.CannotTell(List<String> why) ->
                "\n" + output.wary("CANNOT TELL") + "  nothing was found, but not all could be looked at\n"
                        + lines("because", why);
        };
        return text + unseen(diagnosis);
    }

    private String causes(List<Verdict.Cause> causes) {
        var text = new StringBuilder();
        for (Verdict.Cause cause : causes) {
            text.append('\n').append(cause(cause, causes.size() > 1));
        }
        return text.toString();
    }

    private String cause(Verdict.Cause cause, boolean several) {
        Finding finding = cause.finding();
        boolean critical = finding.severity() == Severity.CRITICAL;
        String mark = several ? "BOTTLENECK (one of several)" : "BOTTLENECK";
        var text = new StringBuilder(critical ? output.bad(mark) : output.wary(mark));
        text.append("  ")
                .append(output.strong(cause.rule().title()))
                .append(": ")
                .append(finding.headline());
        text.append(critical ? "" : output.faint(" (warning)")).append("\n\n");
        text.append(lines("who", finding.who().stream().map(Who::toString).toList()));
        text.append(lines("since", List.of(since(finding.onset()))));
        text.append("\n  evidence\n").append(evidence(finding.evidence()));
        if (!cause.consequences().isEmpty()) {
            text.append("\n  consequences\n");
            for (Verdict.Consequence one : cause.consequences()) {
                text.append("    ").append(one.rule().title()).append(": ");
                text.append(one.finding().headline()).append('\n');
            }
        }
        text.append('\n').append(lines("remedy", List.of(cause.rule().remedy())));
        text.append(lines("check", List.of(cause.check())));
        String confidence = Unit.SHARE.show(finding.confidence().value());
        text.append(lines(
                "confidence", List.of(confidence + ": " + finding.confidence().reason())));
        return text.toString();
    }

    /** What is known of the beginning: a window knows nothing before itself. */
    private String since(Instant onset) {
        return onset.isAfter(start)
                ? Times.precise(onset, output.zone()) + ", "
                        + Unit.SECONDS.show(Duration.between(start, onset).toMillis() / 1000.0) + " into the watch"
                : "before the watch began";
    }

    private String evidence(List<Evidence> rows) {
        var table = new Table("    ");
        for (Evidence row : rows.subList(0, Math.min(rows.size(), MOST_ROWS))) {
            table.row(row.what(), output.strong(row.shownValue()), row.shownLimit(), output.faint(row.source()));
        }
        return table.text();
    }

    /**
     * For those who want to see that it looked: of each family the rule that is nearest to firing. It is as near as its farthest number,
     * for mostly it needs them all.
     */
    private String numbers(Diagnosis diagnosis) {
        var nearest = new EnumMap<Family, Evidence>(Family.class);
        for (Judgement judgement : diagnosis.judgements()) {
            told(judgement.outcome()).stream()
                    .filter(row -> row.relation() != Evidence.Relation.NONE)
                    .min(Comparator.comparingDouble(DiagnosisWords::nearness))
                    .filter(row -> nearness(row) <= 1)
                    .ifPresent(row ->
                            nearest.merge(judgement.rule().family(), row, (a, b) -> nearness(b) > nearness(a) ? b : a));
        }
        var table = new Table("    ");
        nearest.forEach((family, row) ->
                table.row(family.title(), row.what(), row.shownValue(), output.faint("bad " + row.shownLimit())));
        return "\n  nearest to its limit\n" + table.text() + "\n" + lines("rules", List.of(counts(diagnosis)));
    }

    private static List<Evidence> told(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Quiet(String why, List<Evidence> all) -> all;
            case Outcome.Busy(String what, List<Evidence> all) -> all;
            case Outcome.Found found -> List.of();
            case Outcome.NotMeasurable no -> List.of();
            case Outcome.NotApplicable no -> List.of();
        };
    }

    /** 1 at the limit. */
    private static double nearness(Evidence row) {
        double over = row.limit() == 0 ? (row.value() > 0 ? 2 : 0) : row.value() / row.limit();
        return row.relation() == Evidence.Relation.UNDER ? 1 / Math.max(over, 1e-9) : over;
    }

    private static String counts(Diagnosis diagnosis) {
        var judged = new long[3];
        for (Judgement judgement : diagnosis.judgements()) {
            switch (judgement.outcome()) {
                case Outcome.NotMeasurable no -> judged[1]++;
                case Outcome.NotApplicable no -> judged[2]++;
                case Outcome.Quiet quiet -> judged[0]++;
                case Outcome.Busy busy -> judged[0]++;
                case Outcome.Found found -> judged[0]++;
            }
        }
        return judged[0] + " judged, " + judged[1] + " not measurable, " + judged[2]
                + " do not apply here; drover doctor --explain RULE for each";
    }

    private String unseen(Diagnosis diagnosis) {
        List<String> unseen = diagnosis.judgements().stream()
                .filter(j -> j.outcome() instanceof Outcome.NotMeasurable)
                .map(j -> j.rule().id() + " not measurable: " + ((Outcome.NotMeasurable) j.outcome()).why())
                .toList();
        if (unseen.isEmpty()) {
            return "";
        }
        var shown = new ArrayList<>(unseen.subList(0, Math.min(MOST_ROWS, unseen.size())));
        if (shown.size() < unseen.size()) {
            shown.add("and " + (unseen.size() - shown.size()) + " more, see --json");
        }
        return "\n" + lines("unseen", shown);
    }

    /** A label, and what belongs to it below each other, wrapped. */
    private static String lines(String label, List<String> lines) {
        var table = new Table("  ");
        String shown = label;
        for (String line : lines) {
            for (String part : wrapped(line)) {
                table.row(shown + " ".repeat(Math.max(0, LABEL - shown.length())), part);
                shown = "";
            }
        }
        return table.text();
    }

    private static List<String> wrapped(String line) {
        var parts = new ArrayList<String>();
        String rest = line;
        while (rest.length() > WIDTH && rest.lastIndexOf(' ', WIDTH) > 0) {
            int end = rest.lastIndexOf(' ', WIDTH);
            parts.add(rest.substring(0, end));
            rest = rest.substring(end + 1);
        }
        parts.add(rest);
        return parts;
    }
}
