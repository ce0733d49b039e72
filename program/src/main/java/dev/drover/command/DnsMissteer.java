package dev.drover.command;

import dev.drover.dns.missteer.Replay;
import dev.drover.dns.plane.DeclaredNames;
import dev.drover.plane.control.Missteer;
import dev.drover.plane.control.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code drover dns missteer}: who arrives at the wrong site, and which resolvers send them there. */
@Command(
        name = "missteer",
        description = "Say which requests arrived at another site than names would have sent their clients to.",
        footer = {
            "",
            "Examples:",
            "  drover dns missteer                                  asks the running node, which has dns: {missteer: {}}",
            "  drover dns missteer --pairs pairs.txt                what the names of a file would do, without a node",
            "  drover dns missteer --pairs pairs.txt --file /etc/drover/drover.yaml",
            "",
            "A line of pairs: RESOLVER CLIENT [COUNT] [NAME]. Resolvers and clients are told by their networks, a /24 or",
            "a /56. What stands at the end can be pasted into drover.yaml."
        })
final class DnsMissteer extends AskingCommand {
    private static final int ROWS = 10;

    @Option(names = "--pairs", paramLabel = "FILE", description = "Pairs of resolvers and clients to be replayed.")
    private @Nullable Path pairs;

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "With --pairs: the file with the names; here unless told.")
    private @Nullable Path file;

    @Override
    public Integer call() throws Failure {
        if (pairs == null && file != null) {
            throw new Failure(
                    ExitCode.BAD_INPUT, "drover: --file goes with --pairs FILE\n  fix: see drover dns missteer --help");
        }
        Missteer report = pairs == null ? client().get("/v1/dns/missteer", Missteer.class) : replayed(pairs);
        if (json()) {
            printJson(report);
        } else {
            output().out().print(text(report, pairs != null));
            output().out().flush();
        }
        return ExitCode.DONE;
    }

    private Missteer replayed(Path from) throws Failure {
        List<String> lines;
        try {
            lines = Files.readAllLines(from);
        } catch (NoSuchFileException e) {
            throw new Failure(ExitCode.BAD_INPUT, "drover: " + from + ": there is no such file");
        } catch (IOException e) {
            throw new Failure(ExitCode.BAD_INPUT, "drover: " + from + " cannot be read as text: " + e.getMessage());
        }
        try {
            var model = DroverFile.sound(DroverFile.orHere(file)).model();
            Replay.Result result = DeclaredNames.replay(model, from.toString(), lines, Instant.now());
            if (!result.problems().isEmpty()) {
                throw new Failure(ExitCode.BAD_INPUT, String.join("\n", result.problems()));
            }
            return result.report();
        } catch (Refused e) {
            String details = String.join("\n", e.problems());
            throw new Failure(
                    ExitCode.BAD_INPUT, (details.isEmpty() ? "" : details + "\n") + "drover: " + e.getMessage());
        }
    }

    private String text(Missteer report, boolean replayed) {
        var text = new StringBuilder();
        String site = report.site();
        if (!replayed && site == null) {
            return """
                    this node stands at no site: nothing can be compared
                      fix: nodes: {NAME: {site: SITE}}, and up --node NAME
                    """;
        }
        Instant since = report.since();
        String where = site == null ? "pairs replayed" : "requests at " + site;
        String time = since == null ? "" : " in " + Times.since(since, Instant.now());
        text.append(output().strong(report.requests() + " " + where))
                .append(time)
                .append(", ")
                .append(share(report.elsewhere(), report.requests()))
                .append(" belong elsewhere")
                .append(report.dropped() == 0 ? "" : "; " + report.dropped() + " reports were dropped")
                .append('\n');
        if (!report.resolvers().isEmpty()) {
            text.append("\n  resolvers, and who is behind them\n").append(resolvers(report));
        }
        if (report.elsewhere() > 0) {
            text.append("\n  clients that belong elsewhere\n").append(clients(report));
        }
        if (!report.yaml().isEmpty()) {
            text.append("\n  proposed for drover.yaml\n");
            report.yaml()
                    .lines()
                    .forEach(line -> text.append("    ").append(line).append('\n'));
        }
        return text.toString();
    }

    private String resolvers(Missteer report) {
        var table = new Table("    ");
        report.resolvers().stream()
                .limit(ROWS)
                .forEach(r -> table.row(
                        r.network(),
                        r.place(),
                        r.requests() + (r.requests() == 1 ? " request" : " requests"),
                        share(r.elsewhere(), r.requests()) + " elsewhere",
                        output().faint(r.tells() ? "tells of its clients" : "clients " + behind(r))));
        return table.text() + more(report.resolvers().size());
    }

    private static String behind(Missteer.Resolver resolver) {
        List<String> places = resolver.behind().stream()
                .map(c -> c.network() + (c.place().isEmpty() ? "" : " " + c.place()))
                .distinct()
                .toList();
        String first = String.join(", ", places.subList(0, Math.min(3, places.size())));
        return places.size() > 3 ? first + " and " + (places.size() - 3) + " more" : first;
    }

    private String clients(Missteer report) {
        var table = new Table("    ");
        List<Missteer.Clients> wrong =
                report.clients().stream().filter(c -> c.elsewhere() > 0).toList();
        wrong.stream()
                .limit(ROWS)
                .forEach(c -> table.row(
                        c.network(),
                        c.place(),
                        c.name(),
                        share(c.elsewhere(), c.requests()) + " of " + c.requests(),
                        output().faint("to " + String.join(", ", c.wanted()))));
        return table.text() + more(wrong.size());
    }

    private static String more(int rows) {
        return rows > ROWS ? "    and " + (rows - ROWS) + " more: --json\n" : "";
    }

    private static String share(long part, long of) {
        return of == 0 ? "0%" : "%.0f%%".formatted(100.0 * (double) part / (double) of);
    }
}
