package dev.drover.observe.verdict;

import java.util.List;
import java.util.Optional;

/**
 * Verdicts one after the other, without flutter: another one counts when it has come several times in a row, more often where it
 * says that all is well again. Which causes there are matters, not their numbers nor their order.
 */
public final class Steady {
    private static final int TO_ALARM = 3;
    private static final int TO_CALM = 6;

    private String told = "";
    private String candidate = "";
    private int times;

    /** The diagnosis, if by it the verdict has changed; the first one has. */
    public Optional<Diagnosis> next(Diagnosis diagnosis) {
        String now = key(diagnosis.verdict());
        if (now.equals(told)) {
            candidate = "";
            times = 0;
            return Optional.empty();
        }
        times = now.equals(candidate) ? times + 1 : 1;
        candidate = now;
        boolean alarm = diagnosis.verdict() instanceof Verdict.Bottleneck;
        if (!told.isEmpty() && times < (alarm ? TO_ALARM : TO_CALM)) {
            return Optional.empty();
        }
        told = now;
        return Optional.of(diagnosis);
    }

    private static String key(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Bottleneck(List<Verdict.Cause> causes) ->
                causes.stream()
                        .map(c -> c.rule().id())
                        .distinct()
                        .sorted()
                        .toList()
                        .toString();
            case Verdict.Healthy healthy -> "healthy";
            case Verdict.HealthyBusy busy -> "healthy";
            case Verdict.CannotTell cannot -> "cannot tell";
        };
    }
}
