package dev.drover.observe.sysstat;

import dev.drover.observe.sample.Interval;
import dev.drover.observe.sample.Sample;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;

/**
 * The same seconds as another tool measured, bracketed: it read its counters once somewhere between {@code before1} and
 * {@code after1}, and again between {@code before2} and {@code after2}. A counter only grows, so what the tool saw of it lies between
 * the growth from {@code after1} to {@code before2} and that from {@code before1} to {@code after2}, whenever it read and however
 * loaded the machine was. The tolerance is that, and a tick of 10 ms that the tool's own clock has.
 */
record Seconds(Sample before1, Sample after1, Sample before2, Sample after2, List<Sample> around) {
    private static final double TICK = 0.01;

    /** Ours, over about the same seconds. */
    Interval interval() {
        return new Interval(before1, before2);
    }

    /** Whether all samples are so. */
    boolean has(Predicate<Sample> trait) {
        return Stream.of(before1, after1, before2, after2).allMatch(trait);
    }

    double shortest() {
        return (before2.nanos() - after1.nanos()) / 1e9 - TICK;
    }

    double longest() {
        return (after2.nanos() - before1.nanos()) / 1e9 + TICK;
    }

    /** How much of the seconds is uncertain. */
    double slack() {
        return (longest() - shortest()) / shortest();
    }

    double least(ToDoubleFunction<Sample> counter) {
        return Math.max(0, counter.applyAsDouble(before2) - counter.applyAsDouble(after1));
    }

    double most(ToDoubleFunction<Sample> counter) {
        return counter.applyAsDouble(after2) - counter.applyAsDouble(before1);
    }

    /** A rate, per second, of which the tool shows two decimals in a unit. */
    void rate(String what, double theirs, double ours, ToDoubleFunction<Sample> counter, double unit) {
        within(what, theirs * unit, ours, least(counter) / longest(), most(counter) / shortest(), 0.0051 * unit);
    }

    /** A quotient of two counters, such as a share; {@code ticks} is how much the kernel itself may set the first one back. */
    void ratio(
            String what,
            double theirs,
            double ours,
            ToDoubleFunction<Sample> counter,
            ToDoubleFunction<Sample> of,
            double ticks,
            double rounding) {
        double low = Math.max(0, least(counter) - ticks) / Math.max(1, most(of));
        double high = (most(counter) + ticks) / Math.max(1, least(of));
        within(what, theirs, ours, low, high, rounding);
    }

    private static void within(String what, double theirs, double ours, double low, double high, double rounding) {
        Assertions.assertTrue(
                theirs >= low - rounding && theirs <= high + rounding && ours >= low - 1e-9 && ours <= high + 1e-9,
                () -> what + ": sysstat " + theirs + ", Drover " + ours + " (expected: both from " + low + " to " + high
                        + ")");
    }

    /** A number of a moment: within what it was around then, and as far beyond as it moved. */
    void moment(String what, double theirs, ToDoubleFunction<Sample> number, double beyond) {
        double low = around.stream().mapToDouble(number).min().orElseThrow();
        double high = around.stream().mapToDouble(number).max().orElseThrow();
        double more = high - low + beyond;
        Assertions.assertTrue(
                theirs >= low - more && theirs <= high + more,
                () -> what + ": sysstat " + theirs + ", Drover from " + low + " to " + high);
    }
}
