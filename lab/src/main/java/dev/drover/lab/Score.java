package dev.drover.lab;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/**
 * How often the doctor was right, over the cases that count.
 *
 * @param faults cases whose victim suffered
 * @param first of these, the right cause was named first
 * @param three of these, it was among the first three
 * @param controls cases where nobody suffered, and nobody was to
 * @param falseVerdicts of these, something was named
 * @param hidden cases whose victim suffered from what no counter of a host tells: they are not among the faults
 * @param misled of these, something was named
 * @param uncounted cases that were run but do not count
 * @param noisy cases that were run while the machine was not quiet, whether they count or not
 * @param seconds to the verdict, the median of those that were right
 */
public record Score(
        int faults,
        int first,
        int three,
        int controls,
        int falseVerdicts,
        int hidden,
        int misled,
        int uncounted,
        int noisy,
        OptionalDouble seconds) {
    public static Score of(List<Result> results) {
        List<Result.Ran> ran = results.stream()
                .filter(Result.Ran.class::isInstance)
                .map(Result.Ran.class::cast)
                .toList();
        List<Result.Ran> counted = ran.stream().filter(Result.Ran::counts).toList();
        Predicate<Result.Ran> control = Result.Ran::control;
        Predicate<Result.Ran> hidden = Result.Ran::hidden;
        List<Result.Ran> faults =
                counted.stream().filter(control.or(hidden).negate()).toList();
        List<Result.Ran> untold = counted.stream().filter(hidden).toList();
        List<Result.Ran> controls = counted.stream().filter(control).toList();
        return new Score(
                faults.size(),
                count(faults, r -> r.rank() == 1),
                count(faults, r -> r.rank() >= 1 && r.rank() <= 3),
                controls.size(),
                count(controls, r -> r.rank() == 0),
                untold.size(),
                count(untold, r -> r.rank() == 0),
                ran.size() - counted.size(),
                count(ran, r -> !r.background().isEmpty()),
                median(faults));
    }

    private static int count(List<Result.Ran> results, Predicate<Result.Ran> which) {
        return (int) results.stream().filter(which).count();
    }

    private static OptionalDouble median(List<Result.Ran> faults) {
        int[] seconds = faults.stream()
                .filter(r -> r.seconds().isPresent())
                .mapToInt(r -> r.seconds().getAsInt())
                .sorted()
                .toArray();
        if (seconds.length == 0) {
            return OptionalDouble.empty();
        }
        int middle = seconds.length / 2;
        return OptionalDouble.of(
                seconds.length % 2 == 1 ? seconds[middle] : (seconds[middle - 1] + seconds[middle]) / 2.0);
    }
}
