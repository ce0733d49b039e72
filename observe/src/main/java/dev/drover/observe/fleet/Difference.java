package dev.drover.observe.fleet;

import dev.drover.observe.rule.Unit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The number by which a host differs most from the hosts watched with it.
 *
 * <p>Compared are, of each kind of resource, the largest utilisation, saturation and errors, as far as these are shares of a whole or
 * events a second, which mean the same on hosts of any size. The measure is the modified z-score of Iglewicz and Hoaglin, 1993 ("How
 * to Detect and Handle Outliers"): 0.6745 times the distance from the median, divided by the median of all such distances. Where
 * hosts are nearly alike that median is tiny, so it counts as at least 0.02 of a share or 1 event a second (calibrated): chance is
 * no difference.
 *
 * @param what such as {@code utilisation of disk sdb}
 * @param value of this host
 * @param median of all hosts
 * @param score 0 for a host like the others
 */
public record Difference(String what, double value, double median, Unit unit, double score) {
    /** From here on a host is an outlier (Iglewicz and Hoaglin). */
    public static final double OUTLIER = 3.5;

    /** Of two hosts none is the odd one. */
    static final int FEWEST = 3;

    private static final double NORMAL = 0.6745;
    private static final double LEAST_SHARE = 0.02;
    private static final double LEAST_EVENTS = 1;

    public boolean isOutlier() {
        return score >= OUTLIER;
    }

    /** Such as {@code utilisation of CPUs 97 %, median 12 %}. */
    public String words() {
        return what + " " + unit.show(value) + ", median " + unit.show(median);
    }

    /** For each host its own difference; all are empty if there are too few. */
    static List<Optional<Difference>> of(List<Figures> hosts) {
        List<Map<Figures.Key, Figures.Largest>> all =
                hosts.stream().map(Figures::byKey).toList();
        List<Optional<Difference>> differences = new ArrayList<>();
        for (Map<Figures.Key, Figures.Largest> one : all) {
            Optional<Difference> largest = Optional.empty();
            for (var figure : one.entrySet()) {
                Optional<Difference> difference = of(figure.getKey(), figure.getValue(), all);
                if (difference.map(Difference::score).orElse(-1.0)
                        > largest.map(Difference::score).orElse(-1.0)) {
                    largest = difference;
                }
            }
            differences.add(largest);
        }
        return differences;
    }

    private static Optional<Difference> of(
            Figures.Key key, Figures.Largest mine, List<Map<Figures.Key, Figures.Largest>> all) {
        double[] values = all.stream()
                .filter(one -> one.containsKey(key))
                .mapToDouble(one -> one.getOrDefault(key, mine).value())
                .toArray();
        if (values.length < FEWEST) {
            return Optional.empty();
        }
        double median = median(values);
        double spread =
                median(Arrays.stream(values).map(v -> Math.abs(v - median)).toArray());
        double least = key.unit() == Unit.SHARE ? LEAST_SHARE : LEAST_EVENTS;
        double score = NORMAL * Math.abs(mine.value() - median) / Math.max(spread, least);
        return Optional.of(new Difference(key.cell() + " of " + mine.name(), mine.value(), median, key.unit(), score));
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
