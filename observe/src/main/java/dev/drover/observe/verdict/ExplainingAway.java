package dev.drover.observe.verdict;

import dev.drover.observe.rule.Finding;
import dev.drover.observe.rule.Outcome;
import dev.drover.observe.rule.RuleFacts;
import dev.drover.observe.rule.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sorts findings into causes and consequences.
 *
 * <p>A rule declares which other rules' findings it causes: anybody's, or only those of the process or group that it is about itself. A
 * finding is a consequence when such a cause was found too, did not begin clearly later, is large enough to have caused it, and is
 * not itself a consequence of it. Of several causes the largest takes it. What remains are causes, ordered by the worst that each
 * brought about: severity, magnitude, onset. A symptom goes with any
 * declared cause, and without one it is told by nobody.
 */
final class ExplainingAway {
    /** A cause that cost less than this part of what it is to have caused did not cause it: calibrated. */
    private static final double LARGE_ENOUGH = 1 / 3.0;

    private static final Comparator<Found> WORST_FIRST = Comparator.<Found, Severity>comparing(
                    f -> f.finding.severity(), Comparator.reverseOrder())
            .thenComparingDouble(f -> -f.weight())
            .thenComparing(f -> f.finding.onset());

    private final Duration tolerance;
    private final Concern concern;
    private final List<Found> found = new ArrayList<>();

    private record Found(RuleFacts rule, Finding finding) {
        double weight() {
            return finding.magnitude() * finding.confidence().value();
        }
    }

    /**
     * Sorts the findings among these.
     *
     * @param tolerance by which a cause may seem to begin after what it causes
     */
    ExplainingAway(List<Judgement> judgements, Duration tolerance, Concern concern) {
        this.tolerance = tolerance;
        this.concern = concern;
        for (Judgement judgement : judgements) {
            if (judgement.outcome() instanceof Outcome.Found(List<Finding> findings)) {
                findings.forEach(finding -> found.add(new Found(judgement.rule(), finding)));
            }
        }
        found.sort(WORST_FIRST);
    }

    List<Verdict.Cause> causes() {
        Map<Found, List<Found>> roots = new LinkedHashMap<>();
        for (Found one : found) {
            Found root = root(one);
            List<Found> consequences = roots.computeIfAbsent(root, r -> new ArrayList<>());
            if (root != one) {
                consequences.add(one);
            }
        }
        return roots.entrySet().stream()
                .filter(e -> !e.getKey().finding.symptom())
                .sorted(Comparator.comparing(ExplainingAway::worst, WORST_FIRST)
                        .thenComparing(Map.Entry::getKey, WORST_FIRST))
                .map(e -> new Verdict.Cause(
                        e.getKey().rule,
                        e.getKey().finding,
                        e.getValue().stream()
                                .map(f -> new Verdict.Consequence(f.rule, f.finding))
                                .toList()))
                .toList();
    }

    /** Of a cause and what it brought about: removing the cause would mend the worst of it. */
    private static Found worst(Map.Entry<Found, List<Found>> cause) {
        return cause.getValue().isEmpty()
                        || WORST_FIRST.compare(cause.getKey(), cause.getValue().getFirst()) <= 0
                ? cause.getKey()
                : cause.getValue().getFirst();
    }

    /** Follows the chain of causes up; a ring of edges ends where it would close. */
    private Found root(Found one) {
        Set<Found> seen = new HashSet<>();
        Found at = one;
        while (seen.add(at)) {
            Found cause = cause(at, seen);
            if (cause == null) {
                return at;
            }
            at = cause;
        }
        return at;
    }

    private @Nullable Found cause(Found effect, Set<Found> seen) {
        return found.stream()
                .filter(f -> f != effect && !seen.contains(f) && explains(f, effect))
                .findFirst()
                .orElse(null);
    }

    private boolean explains(Found cause, Found effect) {
        return !cause.finding.symptom()
                && declared(cause, effect)
                && !effect.finding.notCausedBy().contains(cause.rule.id())
                && !cause.finding.onset().isAfter(effect.finding.onset().plus(tolerance))
                && (effect.finding.symptom() || cause.finding.magnitude() >= LARGE_ENOUGH * effect.finding.magnitude());
    }

    private boolean declared(Found cause, Found effect) {
        String id = effect.rule.id();
        return cause.rule.explains().contains(id)
                || (cause.rule.explainsOwn().contains(id) && concern.shared(cause.finding, effect.finding));
    }
}
