package dev.drover.observe.verdict;

import dev.drover.observe.rule.Outcome;
import dev.drover.observe.rule.Rule;
import dev.drover.observe.sample.Window;
import java.util.ArrayList;
import java.util.List;

/** What the rules said of a window, and the verdict it comes to. */
public record Diagnosis(Verdict verdict, List<Judgement> judgements) {
    /** Without the word of one of these nobody can be called healthy: each tells whether somebody waits for its resource. */
    private static final List<String> NEEDED = List.of("cpu-run-queue", "memory-stall", "disk-queueing");

    public static Diagnosis of(Window window) {
        return of(window, Rules.ALL);
    }

    public static Diagnosis of(Window window, List<Rule> rules) {
        var coarse = Coarse.of(window);
        List<Judgement> judgements = rules.stream()
                .map(rule -> new Judgement(rule.facts(), ServiceView.named(coarse.temper(rule.judge(window)), window)))
                .toList();
        return new Diagnosis(verdict(judgements, coarse), judgements);
    }

    private static Verdict verdict(List<Judgement> judgements, Coarse coarse) {
        List<Verdict.Cause> causes = new ExplainingAway(judgements, coarse.tolerance()).causes();
        if (!causes.isEmpty()) {
            return new Verdict.Bottleneck(causes);
        }
        List<String> dark = dark(judgements);
        if (!dark.isEmpty()) {
            return new Verdict.CannotTell(dark);
        }
        List<String> busy = judgements.stream()
                .filter(j -> j.outcome() instanceof Outcome.Busy)
                .map(j -> ((Outcome.Busy) j.outcome()).what())
                .toList();
        return busy.isEmpty() ? new Verdict.Healthy() : new Verdict.HealthyBusy(busy);
    }

    /** The needed rules that could not judge, with their reason. */
    private static List<String> dark(List<Judgement> judgements) {
        var dark = new ArrayList<String>();
        for (String needed : NEEDED) {
            for (Judgement judgement : judgements) {
                if (judgement.rule().id().equals(needed)
                        && judgement.outcome() instanceof Outcome.NotMeasurable(String why)) {
                    dark.add(judgement.rule().family().title() + ": " + why);
                }
            }
        }
        return dark;
    }
}
