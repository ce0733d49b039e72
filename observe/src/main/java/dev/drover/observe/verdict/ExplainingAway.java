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
 * <p>A rule declares which other rules' findings it causes. A finding is a consequence when such a cause was found too, did not
 * begin clearly later, and is not itself a consequence of it. Of several causes the largest takes it. What remains are causes,
 * ordered by severity, magnitude, onset.
 */
final class ExplainingAway {
    private static final Comparator<Found> WORST_FIRST = Comparator.<Found, Severity>comparing(
                    f -> f.finding.severity(), Comparator.reverseOrder())
            .thenComparingDouble(
                    f -> -f.finding.magnitude() * f.finding.confidence().value())
            .thenComparing(f -> f.finding.onset());

    private final Duration tolerance;
    private final List<Found> found = new ArrayList<>();

    private record Found(RuleFacts rule, Finding finding) {
        boolean explains(Found other, Duration tolerance) {
            return rule.explains().contains(other.rule.id())
                    && !other.finding.notCausedBy().contains(rule.id())
                    && !finding.onset().isAfter(other.finding.onset().plus(tolerance));
        }
    }

    /** Sorts the findings among these; a cause may seem to begin by that much after what it causes. */
    ExplainingAway(List<Judgement> judgements, Duration tolerance) {
        this.tolerance = tolerance;
        for (Judgement judgement : judgements) {
            if (judgement.outcome() instanceof Outcome.Found(List<Finding> findings)) {
                findings.forEach(finding -> found.add(new Found(judgement.rule(), finding)));
            }
        }
        found.sort(WORST_FIRST);
    }

    List<Verdict.Cause> causes() {
        Map<Found, List<Verdict.Consequence>> roots = new LinkedHashMap<>();
        for (Found one : found) {
            if (root(one) == one) {
                roots.put(one, new ArrayList<>());
            }
        }
        for (Found one : found) {
            Found root = root(one);
            if (root != one) {
                roots.computeIfAbsent(root, r -> new ArrayList<>()).add(new Verdict.Consequence(one.rule, one.finding));
            }
        }
        return roots.entrySet().stream()
                .map(e -> new Verdict.Cause(e.getKey().rule, e.getKey().finding, List.copyOf(e.getValue())))
                .toList();
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
                .filter(f -> f != effect && !seen.contains(f) && f.explains(effect, tolerance))
                .findFirst()
                .orElse(null);
    }
}
