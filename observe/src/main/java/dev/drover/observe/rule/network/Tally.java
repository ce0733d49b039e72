package dev.drover.observe.rule.network;

import dev.drover.observe.counter.Group;
import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.Named;
import dev.drover.observe.sample.Interval;
import dev.drover.observe.sample.Series;
import dev.drover.observe.sample.Window;

/** Named counters added up. Kernels differ in which they have: those that are not there are left out, but one must be. */
final class Tally {
    private Tally() {}

    /** The sum in each interval, per second. */
    static Measured<Series> rates(Window window, Group<Named> group, String... names) {
        return window.series(interval -> rate(interval, group, names));
    }

    /** The sum over an interval, per second. */
    static Measured<Double> rate(Interval interval, Group<Named> group, String... names) {
        Measured<Double> sum = Measured.not("none of " + String.join(", ", names) + " is told by this kernel");
        String why = "";
        for (String name : names) {
            Measured<Double> one = interval.rate(group, name);
            why = one.isMeasured() ? why : one.why();
            double added = sum.orElse(0.0);
            sum = one.isMeasured() ? one.map(rate -> added + rate) : sum;
        }
        return sum.isMeasured() || why.isEmpty() ? sum : Measured.not(why);
    }
}
