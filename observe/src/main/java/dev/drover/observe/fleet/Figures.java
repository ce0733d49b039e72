package dev.drover.observe.fleet;

import dev.drover.observe.counter.Measured;
import dev.drover.observe.rule.Unit;
import dev.drover.observe.sample.Window;
import dev.drover.observe.use.Figure;
import dev.drover.observe.use.Row;
import dev.drover.observe.use.UseTable;
import java.util.LinkedHashMap;
import java.util.Map;

/** The numbers by which hosts are compared: of each kind of resource the largest utilisation, saturation and errors. */
public final class Figures {
    record Key(Row.Kind kind, String cell, Unit unit) {}

    record Largest(double value, String name) {}

    private final Map<Key, Largest> byKey = new LinkedHashMap<>();

    private Figures() {}

    static Figures of(Window window) {
        var figures = new Figures();
        for (Row row : UseTable.of(window)) {
            figures.add(row, "utilisation", row.utilisation());
            figures.add(row, "saturation", row.saturation());
            figures.add(row, "errors", row.errors());
        }
        return figures;
    }

    Map<Key, Largest> byKey() {
        return byKey;
    }

    private void add(Row row, String cell, Measured<Figure> told) {
        if (told instanceof Measured.Value<Figure>(Figure figure)
                && (figure.unit() == Unit.SHARE || figure.unit() == Unit.PER_SECOND)
                && Double.isFinite(figure.value())) {
            byKey.merge(
                    new Key(row.kind(), cell, figure.unit()),
                    new Largest(figure.value(), row.name()),
                    (a, b) -> a.value >= b.value ? a : b);
        }
    }
}
