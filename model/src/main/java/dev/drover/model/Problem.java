package dev.drover.model;

import java.util.Comparator;
import java.util.Optional;

/**
 * One thing that is wrong with what was declared: where, what was found and expected, and the way out.
 *
 * <p>Printed as {@code drover.yaml:14:9: limits.visitor.rate: 1000/sek (expected: COUNT/UNIT, unit one of s, m, h)},
 * with {@code fix: ...} on the next line.
 *
 * @param path dotted path of the value, such as {@code services.catalog.health.interval}; empty for the whole file
 * @param what what was found and, where it helps, what was expected
 * @param fix what to write instead, or empty where only the writer can know
 */
public record Problem(Where where, String path, String what, Optional<String> fix) {
    /** By file, then line and column: the order in which a reader walks the file. */
    public static final Comparator<Problem> IN_READING_ORDER = Comparator.comparing(
                    (Problem p) -> p.where().file())
            .thenComparingInt(p -> p.where().line())
            .thenComparingInt(p -> p.where().column());

    public static Problem of(Where where, String path, String what, String fix) {
        return new Problem(where, path, what, Optional.of(fix));
    }

    public static Problem of(Where where, String path, String what) {
        return new Problem(where, path, what, Optional.empty());
    }

    @Override
    public String toString() {
        String head = where + ": " + (path.isEmpty() ? "" : path + ": ") + what;
        return fix.map(f -> head + "\n  fix: " + f).orElse(head);
    }
}
