package dev.drover.testkit.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides whether a history is linearizable, part by part.
 *
 * <p>The question is NP-complete (Gibbons and Korach, "Testing Shared Memories", SIAM Journal on Computing 26(4), 1997), so the
 * search is bounded, by configurations and not by time: the same history gets the same verdict on any machine. What costs are
 * operations under way at the same time, above all those without an answer: each stays possible until the end.
 */
public final class Linearizability {
    /** Some hundred megabytes at worst, and some seconds. */
    public static final long BUDGET = 1_000_000;

    private Linearizability() {}

    /** Decides within {@link #BUDGET}. */
    public static <S, I, O> Verdict check(Model<S, I, O> model, List<Operation<I, O>> history) {
        return check(model, history, BUDGET);
    }

    /**
     * Decides with a bound of one's own.
     *
     * @param budget configurations to enter at most, for each part
     */
    public static <S, I, O> Verdict check(Model<S, I, O> model, List<Operation<I, O>> history, long budget) {
        Verdict undecided = null;
        for (var part : parts(model, history).entrySet()) {
            switch (new Search<>(model, part.getValue()).run(budget)) {
                case FOUND -> {}
                case NOT_KNOWN -> undecided = new Verdict.Undecided(part.getKey(), budget);
                case THERE_IS_NONE -> {
                    return new Verdict.Broken(new Explanation<>(model, part.getKey(), part.getValue(), budget).text());
                }
            }
        }
        return undecided == null ? new Verdict.Linearizable() : undecided;
    }

    /** Fails with the explanation unless the history is linearizable. Not to know is to fail. */
    public static <S, I, O> void assertHolds(Model<S, I, O> model, List<Operation<I, O>> history) {
        switch (check(model, history)) {
            case Verdict.Linearizable() -> {}
            case Verdict.Broken(String explanation) -> throw new AssertionError(explanation);
            case Verdict.Undecided(Object part, long configurations) ->
                throw new AssertionError("Not known of " + part + " after " + configurations
                        + " configurations whether it is linearizable: record fewer operations at the same time");
        }
    }

    private static <S, I, O> Map<Object, List<Operation<I, O>>> parts(
            Model<S, I, O> model, List<Operation<I, O>> history) {
        var parts = new LinkedHashMap<Object, List<Operation<I, O>>>();
        for (var operation : history) {
            parts.computeIfAbsent(model.part(operation.input()), _ -> new ArrayList<>())
                    .add(operation);
        }
        return parts;
    }
}
