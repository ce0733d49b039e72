package dev.drover.screen;

import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.Printable;
import dev.drover.observe.use.Figure;
import dev.drover.observe.use.Row;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/**
 * Draws a moment into exactly as many lines as the terminal has, none wider than it. What does not fit is left out from the
 * bottom of the importance: first the details of the selected row, then rows, never the verdict.
 *
 * @param unicode whether the terminal can show more than ASCII
 */
record Drawing(int width, int height, ZoneId zone, boolean colours, boolean unicode, Duration every) {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final int DETAILS = 4;
    private static final int ENOUGH_FOR_DETAILS = 14;
    private static final AttributedStyle PLAIN = AttributedStyle.DEFAULT;

    private static final List<String> HELP = List.of(
            "For each resource: how much of it is taken (utilisation), the work that has to wait for it (saturation), and what",
            "went wrong with it (errors). A cell without a number says why; the selected row is told in full below the table.",
            "",
            "The verdict is that of drover doctor over the last ten seconds. It is told once it was found twice in a row, and",
            "taken back when it was not found for ten seconds. Much use is no bottleneck: somebody must have waited.",
            "",
            "  q       quit                           up, down, k, j       select a row",
            "  p       pause, go on                   page up, page down   ten rows",
            "  s       order: by kind, fullest        home, end            first row, last row",
            "          first, trouble first           ?                    this help");

    List<AttributedString> waiting() {
        return padded(List.of(styled("drover top: looking at this host for a moment ...", PLAIN)));
    }

    List<AttributedString> lines(Moment moment, View view) {
        var lines = new ArrayList<AttributedString>();
        lines.add(head(moment, view));
        verdict(moment, lines);
        if (view.help()) {
            lines.add(AttributedString.EMPTY);
            HELP.forEach(line -> lines.add(styled(line, PLAIN)));
            return padded(lines);
        }
        List<Row> rows = view.sorted(moment.rows());
        int selected = Math.min(view.selected(), Math.max(0, rows.size() - 1));
        int below = height >= ENOUGH_FOR_DETAILS ? DETAILS + 1 : height >= 6 ? 1 : 0;
        int room = height - lines.size() - 1 - below;
        if (room > 0 && !rows.isEmpty()) {
            var columns = Columns.of(rows, width, colours, unicode);
            lines.add(columns.head());
            int from = Math.clamp(selected - room / 2, 0, Math.max(0, rows.size() - room));
            for (int i = from; i < Math.min(rows.size(), from + room); i++) {
                lines.add(columns.row(rows.get(i), moment, i == selected));
            }
        }
        while (lines.size() < height - below) {
            lines.add(AttributedString.EMPTY);
        }
        if (below > 1 && !rows.isEmpty()) {
            details(rows.get(selected), lines);
        }
        if (below > 0) {
            lines.add(styled("q quit  p pause  s order  up/down select  ? help", faint()));
        }
        return padded(lines);
    }

    private AttributedString head(Moment moment, View view) {
        String clock = CLOCK.format(moment.at().atZone(zone));
        String text = "drover top  " + moment.host() + "  " + clock + "  every " + every.toSeconds() + " s  "
                + view.order().words() + (view.paused() ? "  PAUSED" : "");
        return styled(text, PLAIN.bold());
    }

    private void verdict(Moment moment, List<AttributedString> lines) {
        List<VerdictLine> all = VerdictLine.of(moment.verdict());
        String since = moment.since()
                .map(at -> " (since " + CLOCK.format(at.atZone(zone)) + ")")
                .orElse("");
        for (VerdictLine one : all.subList(0, Math.min(all.size(), Math.max(1, height / 6)))) {
            var line = new AttributedStringBuilder();
            line.append(one.mark(), tone(one.tone()).bold()).append("  ").append(one.text());
            line.append(one == all.getFirst() ? since : "", faint());
            lines.add(fitted(line.toAttributedString()));
            if (!one.who().isEmpty() && height >= ENOUGH_FOR_DETAILS) {
                lines.add(styled("            " + one.who(), PLAIN));
            }
        }
        if (height >= ENOUGH_FOR_DETAILS) {
            lines.add(AttributedString.EMPTY);
        }
    }

    private AttributedStyle tone(VerdictLine.Tone tone) {
        return switch (tone) {
            case GOOD -> colour(AttributedStyle.GREEN);
            case WARY -> colour(AttributedStyle.YELLOW);
            case BAD -> colour(AttributedStyle.RED);
        };
    }

    private AttributedStyle colour(int colour) {
        return colours ? PLAIN.foreground(colour) : PLAIN;
    }

    private AttributedStyle faint() {
        return colours ? PLAIN.faint() : PLAIN;
    }

    private void details(Row row, List<AttributedString> lines) {
        lines.add(styled(row.name(), PLAIN.bold()));
        lines.add(detail("utilisation", row.utilisation()));
        lines.add(detail("saturation", row.saturation()));
        lines.add(detail("errors", row.errors()));
    }

    private AttributedString detail(String name, Measured<Figure> cell) {
        String label = "  " + name + " ".repeat(13 - name.length());
        return styled(
                label + words(cell), cell.map(Figure::isHigh).orElse(false) ? colour(AttributedStyle.YELLOW) : PLAIN);
    }

    /** A cell in full. */
    static String words(Measured<Figure> cell) {
        return switch (cell) {
            case Measured.Value<Figure>(Figure figure) -> figure.words();
            case Measured.Unmeasurable<Figure>(String why) -> "not measurable: " + why;
        };
    }

    private AttributedString styled(String text, AttributedStyle style) {
        return fitted(new AttributedString(text, style));
    }

    private AttributedString fitted(AttributedString line) {
        return fitted(line, width);
    }

    /** Every line comes through here: what a host says never becomes a command to the terminal. */
    static AttributedString fitted(AttributedString written, int width) {
        AttributedString line = shown(written);
        return line.columnLength() <= width ? line : line.columnSubSequence(0, width);
    }

    private static AttributedString shown(AttributedString line) {
        String text = line.toString();
        String clean = Printable.of(text);
        if (clean.equals(text)) {
            return line;
        }
        var shown = new AttributedStringBuilder();
        for (int i = 0; i < clean.length(); i++) {
            shown.append(clean.substring(i, i + 1), line.styleAt(i));
        }
        return shown.toAttributedString();
    }

    private List<AttributedString> padded(List<AttributedString> lines) {
        var all = new ArrayList<>(lines.subList(0, Math.min(lines.size(), height)));
        while (all.size() < height) {
            all.add(AttributedString.EMPTY);
        }
        return all;
    }
}
