package dev.drover.screen;

import dev.drover.observe.counter.Measured;
import dev.drover.observe.rule.Unit;
import dev.drover.observe.use.Figure;
import dev.drover.observe.use.Row;
import java.util.List;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/**
 * The columns of the table: name, trail of the utilisation, and the three cells, which share what room there is.
 *
 * @param name how wide, without the space behind it; the others likewise
 */
record Columns(int width, int name, int trail, int cell, boolean colours, boolean unicode) {
    private static final int LONGEST_NAME = 28;
    private static final int LEAST_TRAIL = 10;
    private static final int WIDEST_TRAIL = 30;
    private static final int NARROW = 76;
    private static final int LEAST_CELL = 12;

    static Columns of(List<Row> rows, int width, boolean colours, boolean unicode) {
        int longest = rows.stream().mapToInt(r -> r.name().length()).max().orElse(8);
        int name = Math.clamp(longest, 8, Math.min(LONGEST_NAME, Math.max(8, width / 3)));
        int trail = width < NARROW ? 0 : Math.clamp(width / 8, LEAST_TRAIL, WIDEST_TRAIL);
        int cell = Math.max(LEAST_CELL, (width - name - trail - (trail > 0 ? 4 : 3)) / 3);
        return new Columns(width, name, trail, cell, colours, unicode);
    }

    AttributedString head() {
        String text = left("RESOURCE", name) + (trail > 0 ? " " + left("LAST MINUTE", trail) : "") + " "
                + left("UTILISATION", cell) + " " + left("SATURATION", cell) + " " + left("ERRORS", cell);
        return fitted(new AttributedString(text, colours ? AttributedStyle.DEFAULT.faint() : AttributedStyle.DEFAULT));
    }

    AttributedString row(Row row, Moment moment, boolean selected) {
        var line = new AttributedStringBuilder();
        AttributedStyle base = selected ? AttributedStyle.DEFAULT.inverse() : AttributedStyle.DEFAULT;
        line.append(left(row.name(), name), row.isHigh() ? base.bold() : base);
        if (trail > 0) {
            boolean shares = row.utilisation().map(f -> f.unit() == Unit.SHARE).orElse(true);
            line.append(" ", base)
                    .append(
                            Sparkline.of(moment.trails().getOrDefault(row.name(), List.of()), shares, trail, unicode),
                            base);
        }
        for (Measured<Figure> one : List.of(row.utilisation(), row.saturation(), row.errors())) {
            line.append(" ", base).append(left(shown(one), cell), style(one, base));
        }
        return fitted(line.toAttributedString());
    }

    /** Short of the reason: the selected row is told in full. */
    private static String shown(Measured<Figure> cell) {
        return cell.isMeasured() ? Drawing.words(cell) : "- " + cell.why();
    }

    private AttributedStyle style(Measured<Figure> cell, AttributedStyle base) {
        if (!colours) {
            return base;
        }
        if (!cell.isMeasured()) {
            return base.faint();
        }
        return cell.map(Figure::isHigh).orElse(false) ? base.foreground(AttributedStyle.YELLOW) : base;
    }

    private String left(String text, int columns) {
        if (text.length() <= columns) {
            return text + " ".repeat(columns - text.length());
        }
        return columns < 2 ? text.substring(0, columns) : text.substring(0, columns - 1) + (unicode ? "…" : "~");
    }

    private AttributedString fitted(AttributedString line) {
        return Drawing.fitted(line, width);
    }
}
