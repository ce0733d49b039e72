package dev.drover.observe.use;

import dev.drover.observe.counter.Measured;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How the utilisation of each resource moved over the newest tables, oldest first. For one thread. */
public final class History {
    private final int most;
    private final Map<String, Deque<Point>> byName = new HashMap<>();
    private long moment;

    /**
     * @param table its number, counted up from 1
     * @param value not a number where it was not measurable
     */
    private record Point(long table, double value) {}

    public History(int most) {
        this.most = most;
    }

    /** Keeps a table; resources that are in none of the kept tables are forgotten. */
    public void add(List<Row> rows) {
        moment++;
        for (Row row : rows) {
            Measured<Figure> cell = row.utilisation();
            byName.computeIfAbsent(row.name(), name -> new ArrayDeque<>())
                    .add(new Point(moment, cell.map(Figure::value).orElse(Double.NaN)));
        }
        byName.values().forEach(points -> {
            while (!points.isEmpty() && points.getFirst().table <= moment - most) {
                points.removeFirst();
            }
        });
        byName.values().removeIf(Deque::isEmpty);
    }

    /** A value for each kept table; not a number where the resource was absent or not measurable. */
    public List<Double> of(String name) {
        var values = new ArrayList<Double>();
        long from = Math.max(1, moment - most + 1);
        Deque<Point> points = byName.getOrDefault(name, new ArrayDeque<>());
        for (long table = from; table <= moment; table++) {
            long wanted = table;
            values.add(points.stream()
                    .filter(p -> p.table == wanted)
                    .map(Point::value)
                    .findFirst()
                    .orElse(Double.NaN));
        }
        return values;
    }
}
