package dev.drover.house;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The commands of a page's {@code console} blocks, each with the output that the page shows.
 *
 * <p>A line that starts with a dollar sign is a command, {@code # ...} a remark, anything else a line of output in which
 * {@code ...} stands for whatever is there. Runs of blanks are one blank. A command that ends with {@code &} goes on beside the others.
 */
record Tour(List<Step> steps) {
    record Step(int line, String command, List<String> shown) {
        boolean serves() {
            return command.startsWith("./drover up") || isBeside();
        }

        /** A program of the example's own, that nobody waits for and that need not end in peace. */
        boolean isBeside() {
            return command.endsWith(" &");
        }

        String program() {
            return isBeside() ? command.substring(0, command.length() - 2) : command;
        }

        /** The first line of the page that the output does not have, in order; empty if it has all. */
        String missingIn(String output) {
            var lines = new ArrayList<>(output.lines().map(Tour::oneBlank).toList());
            for (String wanted : shown) {
                var pattern = pattern(wanted);
                int at = 0;
                while (at < lines.size() && !pattern.matcher(lines.get(at)).find()) {
                    at++;
                }
                if (at == lines.size()) {
                    return wanted;
                }
                lines.subList(0, at + 1).clear();
            }
            return "";
        }
    }

    static Tour read(List<String> page) {
        var steps = new ArrayList<Step>();
        boolean inside = false;
        for (int i = 0; i < page.size(); i++) {
            String line = page.get(i);
            if (line.startsWith("```")) {
                inside = line.equals("```console");
            } else if (inside && line.startsWith("$ ")) {
                steps.add(new Step(i + 1, line.substring(2), new ArrayList<>()));
            } else if (inside && !line.isBlank() && !line.startsWith("#")) {
                steps.getLast().shown().add(line);
            }
        }
        return new Tour(List.copyOf(steps));
    }

    private static Pattern pattern(String shown) {
        var parts = new ArrayList<String>();
        for (String part : oneBlank(shown).split("\\.\\.\\.", -1)) {
            parts.add(part.isEmpty() ? "" : Pattern.quote(part));
        }
        return Pattern.compile(String.join(".*", parts));
    }

    private static String oneBlank(String line) {
        return line.strip().replaceAll("\\s+", " ");
    }
}
