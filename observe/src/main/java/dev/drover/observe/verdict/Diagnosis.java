package dev.drover.observe.verdict;

import dev.drover.observe.counter.process.Processes;
import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.Outcome;
import dev.drover.observe.rule.Rule;
import dev.drover.observe.sample.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
        var concern = new Concern(window.now(Processes.GROUP).orElse(new Processes(Map.of())));
        List<Verdict.Cause> causes = new ExplainingAway(judgements, coarse.tolerance(), concern).causes();
        List<Judgement> told =
                judgements.stream().map(j -> unexplained(j, causes)).toList();
        return new Diagnosis(verdict(causes, told), told);
    }

    /** Symptoms that nothing explains mean that much is used, and no more. */
    private static Judgement unexplained(Judgement judgement, List<Verdict.Cause> causes) {
        if (!(judgement.outcome() instanceof Outcome.Found(List<Finding> findings))
                || !findings.stream().allMatch(Finding::symptom)
                || causes.stream()
                        .flatMap(c -> c.consequences().stream())
                        .anyMatch(c -> c.rule().id().equals(judgement.rule().id()))) {
            return judgement;
        }
        Finding first = findings.getFirst();
        return new Judgement(judgement.rule(), new Outcome.Busy(first.headline(), first.evidence()));
    }

    private static Verdict verdict(List<Verdict.Cause> causes, List<Judgement> judgements) {
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
