package dev.drover.bench.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A table of a page. */
final class Markdown {
    private final List<List<String>> rows = new ArrayList<>();

    static Markdown table(String... head) {
        return table(List.of(head));
    }

    static Markdown table(List<String> head) {
        var table = new Markdown();
        table.rows.add(head);
        table.rows.add(head.stream().map(h -> "---").toList());
        return table;
    }

    Markdown row(String... cells) {
        return row(List.of(cells));
    }

    Markdown row(List<String> cells) {
        rows.add(cells);
        return this;
    }

    String text() {
        return rows.stream()
                .map(cells -> cells.stream()
                        .map(cell -> cell.replace("|", "\\|"))
                        .collect(Collectors.joining(" | ", "| ", " |\n")))
                .collect(Collectors.joining());
    }

    static String list(List<String> points) {
        return points.isEmpty()
                ? "None.\n"
                : points.stream().map(p -> "- " + p + "\n").collect(Collectors.joining());
    }
}
