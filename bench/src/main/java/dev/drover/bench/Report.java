package dev.drover.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A table with its method, printed as Markdown or JSON, and kept in a part of {@code docs/benchmarks.md}. */
record Report(String id, String title, List<String> method, List<String> columns, List<List<String>> rows) {
    private static final String HEAD = """
            # Benchmarks

            Every number here was measured beside its peer in one run, on the machine named with it, by the command named with it.
            The tables are written by `bench/run ... --write`; nothing below is edited by hand.

            """;

    String markdown() {
        return "## " + title + "\n\n"
                + method.stream().map(m -> "- " + m + "\n").collect(Collectors.joining())
                + "\n" + row(columns)
                + row(columns.stream().map(c -> "---").toList())
                + rows.stream().map(Report::row).collect(Collectors.joining());
    }

    private static String row(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    String json() {
        return rows.stream()
                .map(r -> {
                    var pairs = new java.util.StringJoiner(", ", "{", "}");
                    for (int i = 0; i < columns.size(); i++) {
                        pairs.add(
                                quoted(columns.get(i)) + ": " + quoted(r.get(i).replace("**", "")));
                    }
                    return pairs.toString();
                })
                .collect(Collectors.joining(",\n  ", "{\"bench\": " + quoted(id) + ", \"rows\": [\n  ", "\n]}"));
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** Replaces this report's part of the file and leaves the others. */
    void write(Path file) throws IOException {
        String begin = "<!-- " + id + " begin -->\n";
        String end = "<!-- " + id + " end -->\n";
        String part = begin + markdown() + end;
        String text = Files.exists(file) ? Files.readString(file) : HEAD;
        int from = text.indexOf(begin);
        int to = text.indexOf(end);
        Files.writeString(
                file,
                from >= 0 && to > from
                        ? text.substring(0, from) + part + text.substring(to + end.length())
                        : text + part + "\n");
    }
}
