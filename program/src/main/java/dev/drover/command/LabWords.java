package dev.drover.command;

import dev.drover.lab.Result;
import dev.drover.lab.Score;
import dev.drover.lab.fault.Fault;
import dev.drover.lab.fault.FaultFacts;
import dev.drover.lab.victim.Felt;
import java.util.List;
import java.util.Locale;

/** What came of cases, for people. */
record LabWords(Output output) {
    static Table list(List<Fault> faults) {
        var table = new Table("").row("FAULT", "FAMILY", "RIGHT IF THE DOCTOR SAYS", "WHAT");
        for (Fault fault : faults) {
            FaultFacts facts = fault.facts();
            table.row(
                    facts.id(),
                    facts.family().title(),
                    right(facts),
                    facts.what()
                            + (facts.machine() ? " (only with --machine)" : "")
                            + (facts.isHidden() ? "; " + facts.hidden() : ""));
        }
        return table;
    }

    private static String right(FaultFacts facts) {
        if (facts.isHidden()) {
            return "nothing (no counter tells)";
        }
        return facts.control() ? "nothing (a control)" : String.join(" or ", facts.expected());
    }

    String line(Result result) {
        return switch (result) {
            case Result.Skipped skipped -> result.of().name() + ": not run: " + skipped.why();
            case Result.Ran ran ->
                result.of().name() + ": " + mark(ran) + ", " + felt(ran.before()) + " before, " + felt(ran.during())
                        + " during" + (ran.recovered() ? "" : ", not recovered") + "; the doctor says "
                        + said(ran) + noise(ran);
        };
    }

    Table table(List<Result> results) {
        var table =
                new Table("").row("FAULT", "HARD", "P99 MS", "ERRORS", "COUNTS", "RIGHT", "AFTER", "THE DOCTOR SAYS");
        for (Result result : results) {
            String id = result.of().fault().facts().id();
            String hard = Integer.toString(result.of().intensity());
            switch (result) {
                case Result.Skipped skipped -> table.row(id, hard, "", "", "no", "-", "", "not run: " + skipped.why());
                case Result.Ran ran ->
                    table.row(
                            id,
                            hard,
                            millis(ran.before()) + " -> " + millis(ran.during()),
                            percent(ran.before()) + " -> " + percent(ran.during()),
                            ran.counts() ? "yes" : "no",
                            right(ran),
                            ran.seconds().isPresent() && !ran.control()
                                    ? ran.seconds().getAsInt() + " s"
                                    : "",
                            said(ran) + noise(ran));
            }
        }
        return table;
    }

    String score(List<Result> results) {
        Score score = Score.of(results);
        var text = new StringBuilder("\n");
        if (score.faults() > 0) {
            text.append(String.format(
                    Locale.ROOT,
                    "faults: %d count; right first %d (%.0f %%), among the first three %d (%.0f %%)%s%n",
                    score.faults(),
                    score.first(),
                    100.0 * score.first() / score.faults(),
                    score.three(),
                    100.0 * score.three() / score.faults(),
                    score.seconds().isPresent()
                            ? String.format(
                                    Locale.ROOT,
                                    "; verdict after %.1f s",
                                    score.seconds().getAsDouble())
                            : ""));
        }
        text.append(String.format(
                Locale.ROOT, "controls: %d count, %d false verdicts%n", score.controls(), score.falseVerdicts()));
        if (score.hidden() > 0) {
            text.append(String.format(
                    Locale.ROOT,
                    "faults that no counter tells: %d count, something was named for %d%n",
                    score.hidden(),
                    score.misled()));
        }
        text.append(String.format(
                Locale.ROOT,
                "%d run but do not count; during %d the machine was not quiet before the fault",
                score.uncounted(),
                score.noisy()));
        return text.toString();
    }

    private String mark(Result.Ran ran) {
        if (ran.wasThereBefore()) {
            return output.faint("does not count: the same was there before");
        }
        if (!ran.counts()) {
            return output.faint(
                    ran.control() ? "does not count: the victim suffered" : "does not count: nobody suffered");
        }
        return ran.rank() == 1 ? output.good("right") : output.bad("wrong");
    }

    private String right(Result.Ran ran) {
        int rank = ran.rank();
        if (ran.expected().isEmpty()) {
            return rank == 1 ? output.good("yes") : output.bad("FALSE");
        }
        return switch (rank) {
            case 0 -> output.bad("no");
            case 1 -> output.good("yes");
            case 2 -> output.wary("2nd");
            case 3 -> output.wary("3rd");
            default -> output.bad(rank + "th");
        };
    }

    private static String said(Result.Ran ran) {
        return ran.causes().isEmpty() ? "nothing" : String.join(", ", ran.causes());
    }

    private static String noise(Result.Ran ran) {
        return ran.background().isEmpty() ? "" : " (before: " + String.join(", ", ran.background()) + ")";
    }

    private static String felt(Felt felt) {
        return "p99 " + millis(felt) + " ms, errors " + percent(felt);
    }

    private static String millis(Felt felt) {
        return String.format(Locale.ROOT, "%.0f", felt.p99());
    }

    private static String percent(Felt felt) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * felt.errorShare());
    }
}
