package dev.drover.screen;

import dev.drover.observe.counter.Measured;
import dev.drover.observe.use.Figure;
import dev.drover.observe.use.Row;
import java.util.Comparator;
import java.util.List;

/** What the reader has chosen to see, by keys. For one thread. */
final class View {
    /** What keys ask for. */
    enum Key {
        QUIT,
        PAUSE,
        SORT,
        UP,
        DOWN,
        PAGE_UP,
        PAGE_DOWN,
        FIRST,
        LAST,
        HELP,
        NOTHING
    }

    /** The order of rows. */
    enum Order {
        KIND("by kind"),
        FULLEST("fullest first"),
        TROUBLE("trouble first");

        private final String words;

        Order(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }

        Order next() {
            return switch (this) {
                case KIND -> FULLEST;
                case FULLEST -> TROUBLE;
                case TROUBLE -> KIND;
            };
        }
    }

    private static final int PAGE = 10;

    private Order order = Order.KIND;
    private int selected;
    private boolean paused;
    private boolean help;

    /** Returns whether to go on. */
    boolean press(Key key, int rows) {
        switch (key) {
            case QUIT -> {
                if (!help) {
                    return false;
                }
                help = false;
            }
            case PAUSE -> paused = !paused;
            case SORT -> order = order.next();
            case UP -> selected--;
            case DOWN -> selected++;
            case PAGE_UP -> selected -= PAGE;
            case PAGE_DOWN -> selected += PAGE;
            case FIRST -> selected = 0;
            case LAST -> selected = rows - 1;
            case HELP -> help = !help;
            case NOTHING -> {}
        }
        selected = Math.clamp(selected, 0, Math.max(0, rows - 1));
        return true;
    }

    boolean paused() {
        return paused;
    }

    boolean help() {
        return help;
    }

    Order order() {
        return order;
    }

    int selected() {
        return selected;
    }

    /** Rows of equal rank stay in the order of the table, so that they do not change places for nothing. */
    List<Row> sorted(List<Row> rows) {
        return switch (order) {
            case KIND -> rows;
            case FULLEST ->
                rows.stream()
                        .sorted(Comparator.comparingDouble(row -> -full(row.utilisation())))
                        .toList();
            case TROUBLE ->
                rows.stream().sorted(Comparator.comparing(row -> !row.isHigh())).toList();
        };
    }

    private static double full(Measured<Figure> cell) {
        return cell.map(f -> f.unit() == dev.drover.observe.rule.Unit.SHARE ? f.value() : -0.5)
                .orElse(-1.0);
    }
}
