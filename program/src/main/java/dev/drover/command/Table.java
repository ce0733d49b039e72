package dev.drover.command;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Columns that line up; colours take no width. */
final class Table {
    private static final Pattern COLOURS = Pattern.compile("\u001b\\[[0-9;]*m");

    private final String indent;
    private final List<List<String>> rows = new ArrayList<>();

    Table(String indent) {
        this.indent = indent;
    }

    Table row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    String text() {
        int[] widths = widths();
        var text = new StringBuilder();
        for (List<String> row : rows) {
            var line = new StringBuilder(indent);
            for (int i = 0; i < row.size(); i++) {
                line.append(row.get(i));
                if (i < row.size() - 1) {
                    line.append(" ".repeat(widths[i] - width(row.get(i)) + 2));
                }
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private int[] widths() {
        int[] widths = new int[rows.stream().mapToInt(List::size).max().orElse(0)];
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], width(row.get(i)));
            }
        }
        return widths;
    }

    private static int width(String cell) {
        return COLOURS.matcher(cell).replaceAll("").length();
    }
}
