package dev.drover.bench.faults.peer;

import java.util.Optional;
import java.util.TreeMap;

/** From which value on an alert is raised, by level; the highest that is reached counts. */
final class Limits {
    private final boolean under;
    private final TreeMap<Level, Double> from = new TreeMap<>();

    private Limits(boolean under) {
        this.under = under;
    }

    static Limits over(double warning) {
        return new Limits(false).and(Level.WARNING, warning);
    }

    static Limits over(double warning, double critical) {
        return over(warning).and(Level.CRITICAL, critical);
    }

    static Limits over(Level level, double limit) {
        return new Limits(false).and(level, limit);
    }

    static Limits under(double warning) {
        return new Limits(true).and(Level.WARNING, warning);
    }

    static Limits under(double warning, double critical) {
        return under(warning).and(Level.CRITICAL, critical);
    }

    private Limits and(Level level, double limit) {
        from.put(level, limit);
        return this;
    }

    Optional<Level> level(double value) {
        return from.descendingMap().entrySet().stream()
                .filter(e -> under ? value < e.getValue() : value > e.getValue())
                .map(java.util.Map.Entry::getKey)
                .findFirst();
    }
}
