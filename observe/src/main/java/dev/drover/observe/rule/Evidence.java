package dev.drover.observe.rule;

/**
 * One number of a finding: what it is, how large, and what it was held against.
 *
 * @param what such as {@code CPU busy}
 * @param limit what it was held against, in the same unit; has no meaning without a relation
 * @param source where the limit comes from, or where the number does
 */
public record Evidence(String what, double value, Unit unit, Relation relation, double limit, String source) {
    /** How a number stands to its limit when a rule fires. */
    public enum Relation {
        OVER(">"),
        UNDER("<"),
        NONE("");

        private final String sign;

        Relation(String sign) {
            this.sign = sign;
        }

        public String sign() {
            return sign;
        }
    }

    public static Evidence over(String what, double value, double limit, Unit unit, String source) {
        return new Evidence(what, value, unit, Relation.OVER, limit, source);
    }

    public static Evidence under(String what, double value, double limit, Unit unit, String source) {
        return new Evidence(what, value, unit, Relation.UNDER, limit, source);
    }

    /** A number that explains and is held against nothing. */
    public static Evidence fact(String what, double value, Unit unit, String source) {
        return new Evidence(what, value, unit, Relation.NONE, 0, source);
    }

    public String shownValue() {
        return unit.show(value);
    }

    /** Such as {@code > 85 %}; empty without a limit. */
    public String shownLimit() {
        return relation == Relation.NONE ? "" : relation.sign() + " " + unit.show(limit);
    }
}
