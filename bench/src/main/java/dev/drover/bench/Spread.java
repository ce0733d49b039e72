package dev.drover.bench;

import java.util.List;
import java.util.Locale;

/** Repeated measurements of one thing: the median tells, minimum and maximum say how far to believe it. */
record Spread(double median, double min, double max) {
    static Spread of(List<Double> values) {
        var sorted = values.stream().sorted().toList();
        int half = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
        return new Spread(median, sorted.getFirst(), sorted.getLast());
    }

    /** The smallest value that so many percent do not exceed. */
    static double percentile(double[] sorted, int percent) {
        return sorted[Math.max(0, (sorted.length * percent + 99) / 100 - 1)];
    }

    String text(int decimals) {
        String one = "%." + decimals + "f";
        return String.format(Locale.ROOT, "**" + one + "** (" + one + "–" + one + ")", median, min, max);
    }
}
