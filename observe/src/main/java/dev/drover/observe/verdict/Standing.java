package dev.drover.observe.verdict;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The verdict to show at every moment, with the newest numbers, that does not flap from sample to sample (hysteresis): what is found
 * first is told at once; later a cause is told once it was found twice in a row, and stays told until it was not found for some
 * seconds; a host is healthy again only when no cause is told any more. Which causes there are matters, not their numbers nor their
 * order, and busy is a kind of healthy. For one thread.
 */
public final class Standing {
    private static final int RAISE = 2;
    private static final double CLEAR_SECONDS = 10;
    private static final int SETTLE = 2;

    private final Map<String, Followed> causes = new LinkedHashMap<>();
    private Verdict calm = new Verdict.CannotTell(List.of("it watches for too short a time yet"));
    private String pending = "";
    private int pendingTimes;
    private String shown = "";
    private boolean changed;
    private Optional<Instant> since = Optional.empty();

    private static final class Followed {
        private List<Verdict.Cause> newest = List.of();
        private int inARow;
        private boolean told;
        private long lastFound;
        /** Its place among the causes when it was last found; later ones are less bad. */
        private int place;
    }

    /**
     * Takes in what was found now, and returns what to tell.
     *
     * @param nanos by the monotonic clock
     */
    public Verdict next(Verdict found, Instant at, long nanos) {
        if (found instanceof Verdict.Bottleneck(List<Verdict.Cause> now)) {
            follow(now, nanos);
        } else {
            follow(List.of(), nanos);
            settle(found);
        }
        List<Verdict.Cause> told = causes.values().stream()
                .filter(c -> c.told)
                .sorted(Comparator.comparing((Followed c) -> c.inARow == 0).thenComparingInt(c -> c.place))
                .flatMap(c -> c.newest.stream())
                .toList();
        Verdict verdict = told.isEmpty() ? calm : new Verdict.Bottleneck(told);
        String key = key(verdict);
        changed = !key.equals(shown);
        if (changed) {
            shown = key;
            since = Optional.of(at);
        }
        return verdict;
    }

    /** Since when the same is told; empty before the first. */
    public Optional<Instant> since() {
        return since;
    }

    /** Whether what was last told is another verdict than the one before it, other numbers aside; the first one is. */
    public boolean changed() {
        return changed;
    }

    private void follow(List<Verdict.Cause> now, long nanos) {
        Map<String, List<Verdict.Cause>> found = new LinkedHashMap<>();
        now.forEach(c ->
                found.computeIfAbsent(c.rule().id(), r -> new ArrayList<>()).add(c));
        found.forEach((rule, several) -> {
            Followed one = causes.computeIfAbsent(rule, r -> new Followed());
            one.newest = List.copyOf(several);
            one.place = now.indexOf(several.getFirst());
            one.inARow++;
            one.told |= one.inARow >= RAISE || shown.isEmpty();
            one.lastFound = nanos;
        });
        causes.forEach((rule, one) -> one.inARow = found.containsKey(rule) ? one.inARow : 0);
        causes.values().removeIf(one -> one.inARow == 0 && (!one.told || nanos - one.lastFound >= CLEAR_SECONDS * 1e9));
    }

    /** What is told when there is no cause: it changes in kind only if it is found twice in a row; its numbers at once. */
    private void settle(Verdict found) {
        String kind = kind(found);
        if (kind.equals(kind(calm))) {
            calm = found;
            pendingTimes = 0;
            return;
        }
        pendingTimes = kind.equals(pending) ? pendingTimes + 1 : 1;
        pending = kind;
        if (pendingTimes >= SETTLE || shown.isEmpty()) {
            calm = found;
            pendingTimes = 0;
        }
    }

    private static String kind(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Bottleneck bottleneck -> "bottleneck";
            case Verdict.Healthy healthy -> "healthy";
            case Verdict.HealthyBusy busy -> "busy";
            case Verdict.CannotTell cannot -> "cannot-tell";
        };
    }

    private static String key(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Bottleneck(List<Verdict.Cause> causes) -> {
                var ids = new TreeSet<String>();
                causes.forEach(c -> ids.add(c.rule().id()));
                yield String.join(" ", ids);
            }
            case Verdict.Healthy healthy -> "healthy";
            case Verdict.HealthyBusy busy -> "healthy";
            case Verdict.CannotTell cannot -> "cannot-tell";
        };
    }
}
