package dev.drover.command;

import dev.drover.plane.control.TopList;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code drover dns top}: who asks most, and for what. */
@Command(
        name = "top",
        description = "Say what the names were asked most in the last five to ten minutes.",
        footer = {
            "",
            "Examples:",
            "  drover dns top",
            "  drover dns top --by client --most 20",
            "  drover dns top --by rcode --json",
            "",
            "Where more is asked than can be counted one by one, numbers are estimates from samples; in 95 of 100",
            "cases the true one lies in the range beside. Clients are networks: a /24 of IPv4, a /56 of IPv6."
        })
final class DnsTop extends AskingCommand {
    @Option(
            names = "--by",
            paramLabel = "name|client|zone|type|rcode",
            description = "What is told apart; names unless told.")
    private TopList.By by = TopList.By.NAME;

    @Option(names = "--most", paramLabel = "N", description = "So many rows; 10 unless told.")
    private int most = 10;

    @Override
    public Integer call() throws Failure {
        if (most < 1) {
            throw new Failure(ExitCode.BAD_INPUT, "drover: --most " + most + " (expected: a whole number from 1)");
        }
        TopList list = client().get("/v1/dns/top?by=" + word(by) + "&most=" + most, TopList.class);
        if (json()) {
            printJson(list);
        } else {
            output().out().print(text(list));
            output().out().flush();
        }
        return ExitCode.DONE;
    }

    private String text(TopList list) {
        var table = new Table("  ");
        for (TopList.Row row : list.rows()) {
            double share = list.queries() == 0 ? 0 : 100.0 * (double) row.queries() / (double) list.queries();
            String range = row.least() == row.most() ? "" : row.least() + " to " + row.most();
            table.row(
                    Long.toString(row.queries()),
                    "%.1f%%".formatted(share),
                    row.item().isEmpty() ? nothing(list.by()) : row.item(),
                    output().faint(range));
        }
        String time = Times.since(list.from(), list.to());
        boolean exact = list.samples() == list.queries() && list.lost() == 0;
        String how = exact ? "each counted" : "estimated from " + list.samples() + " of them";
        String lost = list.lost() == 0 ? "" : ", and about " + list.lost() + " that nobody looked at";
        String head = list.queries() + " queries in " + time + ", " + how + lost;
        return output().strong(word(list.by())) + "  " + output().faint(head) + "\n"
                + (list.rows().isEmpty() ? "  nothing was asked\n" : table.text());
    }

    private static String word(TopList.By by) {
        return by.name().toLowerCase(Locale.ROOT);
    }

    private static String nothing(TopList.By by) {
        return by == TopList.By.ZONE ? "(no zone of ours)" : "(no sound question)";
    }
}
