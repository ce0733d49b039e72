package dev.drover.observe.use;

import dev.drover.observe.counter.Measured;
import dev.drover.observe.rule.Unit;

/**
 * One cell of the table.
 *
 * @param what the words behind the number, such as {@code busy}
 * @param high from here on it deserves a look; not a verdict
 */
public record Figure(double value, Unit unit, String what, double high) {
    /** A share from 0 to 1. */
    static Figure share(double value, double high, String what) {
        return new Figure(value, Unit.SHARE, what, high);
    }

    /** Things that should not happen at all, in a second. */
    static Figure never(double perSecond, String what) {
        return new Figure(perSecond, Unit.PER_SECOND, what, Double.MIN_VALUE);
    }

    /** How much of something that has an end is taken. */
    static Figure full(long used, long most, String what) {
        return share(Math.min(1, used / (double) Math.max(1, most)), 0.9, what);
    }

    static Measured<Figure> of(Measured<Double> value, java.util.function.DoubleFunction<Figure> figure) {
        return value.map(figure::apply);
    }

    public boolean isHigh() {
        return value >= high;
    }

    /** Such as {@code 42 % busy}. */
    public String words() {
        return unit.show(value) + (what.isEmpty() ? "" : " " + what);
    }
}
