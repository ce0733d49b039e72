package dev.drover.observe.verdict;

import dev.drover.observe.rule.Family;
import dev.drover.observe.rule.Outcome;
import dev.drover.observe.rule.Rule;
import dev.drover.observe.sample.Window;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What the rules said of a window, and the verdict it comes to. */
public record Diagnosis(Verdict verdict, List<Judgement> judgements) {
    /** Without a word on one of these nobody can be called healthy. */
    private static final Set<Family> NEEDED = EnumSet.of(Family.CPU, Family.MEMORY, Family.DISK);

    public static Diagnosis of(Window window) {
        return of(window, Rules.ALL);
    }

    public static Diagnosis of(Window window, List<Rule> rules) {
        List<Judgement> judgements = rules.stream()
                .map(rule -> new Judgement(rule.facts(), rule.judge(window)))
                .toList();
        return new Diagnosis(verdict(judgements), judgements);
    }

    private static Verdict verdict(List<Judgement> judgements) {
        List<Verdict.Cause> causes = new ExplainingAway(judgements).causes();
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

    /** The needed families of which no rule could judge anything, with the reason of one of their rules. */
    private static List<String> dark(List<Judgement> judgements) {
        var dark = new ArrayList<String>();
        for (Family family : NEEDED) {
            String why = "";
            boolean judged = false;
            for (Judgement judgement : judgements) {
                if (judgement.rule().family() == family) {
                    switch (judgement.outcome()) {
                        case Outcome.NotMeasurable no -> why = why.isEmpty() ? no.why() : why;
                        case Outcome.NotApplicable no -> {}
                        case Outcome.Found found -> judged = true;
                        case Outcome.Quiet quiet -> judged = true;
                        case Outcome.Busy busy -> judged = true;
                    }
                }
            }
            if (!judged) {
                dark.add(family.title() + ": " + (why.isEmpty() ? "no rule looks at it" : why));
            }
        }
        return dark;
    }
}
