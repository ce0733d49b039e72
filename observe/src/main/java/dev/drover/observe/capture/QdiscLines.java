package dev.drover.observe.capture;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code tc -s qdisc show} prints (tc(8)), as {@code /drover/qdiscs} tells it. */
final class QdiscLines {
    private static final Pattern HEAD = Pattern.compile("qdisc (\\S+) ([0-9a-f]*:) dev (\\S+) .*");
    private static final Pattern SENT = Pattern.compile(
            "\\s*Sent (\\d{1,18}) bytes (\\d{1,18}) pkts? \\(dropped (\\d{1,18}), overlimits (\\d{1,18}) .*");
    /** Large numbers are rounded to a unit: {@code 15Kb}, of 1024 bytes. */
    private static final Pattern BACKLOG = Pattern.compile("\\s*backlog (\\d{1,15})([KM]?)b (\\d{1,18})p .*");

    private QdiscLines() {}

    static Content of(List<String> lines) {
        var text = new StringBuilder();
        String head = "";
        String sent = "";
        for (String line : lines) {
            Matcher kind = HEAD.matcher(line + " ");
            Matcher bytes = SENT.matcher(line);
            Matcher backlog = BACKLOG.matcher(line);
            if (kind.matches()) {
                head = kind.group(3) + " " + kind.group(1) + " " + kind.group(2);
                sent = "";
            } else if (bytes.matches()) {
                sent = bytes.group(1) + " " + bytes.group(2) + " " + bytes.group(3) + " " + bytes.group(4);
            } else if (backlog.matches() && !head.isEmpty() && !sent.isEmpty()) {
                long waiting = Long.parseLong(backlog.group(1)) * unit(backlog.group(2));
                text.append(head + " " + sent + " " + backlog.group(3) + " " + waiting + "\n");
                head = "";
            }
        }
        return Content.Text.of(text.isEmpty() ? "none\n" : text.toString());
    }

    private static long unit(String letter) {
        return switch (letter) {
            case "K" -> 1 << 10;
            case "M" -> 1 << 20;
            default -> 1;
        };
    }
}
