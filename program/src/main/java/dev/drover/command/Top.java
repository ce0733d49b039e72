package dev.drover.command;

import dev.drover.admin.Json;
import dev.drover.observe.capture.LiveTree;
import dev.drover.observe.use.Row;
import dev.drover.plane.Ticker;
import dev.drover.screen.Moment;
import dev.drover.screen.Pulse;
import dev.drover.screen.TopScreen;
import dev.drover.screen.VerdictLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code drover top}: the USE table of this host and the current verdict, live. */
@Command(
        name = "top",
        description = "Watch this host: utilisation, saturation and errors of every resource, and the current verdict.",
        footer = {
            "",
            "Keys: q quit, p pause, s order, up and down select a row, ? help.",
            "Without a terminal it prints a table at every interval.",
            "",
            "Examples:",
            "  drover top",
            "  drover top --every 5s",
            "  drover top --once",
            "  drover top --json | jq -c '.resources[] | select(.high)'"
        })
final class Top extends DroverCommand {
    private static final Duration LONGEST = Duration.ofMinutes(1);

    @Option(
            names = "--every",
            paramLabel = "SPAN",
            defaultValue = "2s",
            description = "How long each interval is, 1s to 60s (default: ${DEFAULT-VALUE}).")
    private String span = "2s";

    @Option(names = "--once", description = "Print the table of one interval and end.")
    private boolean once;

    @Option(names = "--json", description = "Print one JSON object on a line for each interval; times in UTC.")
    private boolean json;

    @Override
    public Integer call() throws Failure, InterruptedException {
        Duration every = Times.span(span);
        if (every.compareTo(LONGEST) > 0) {
            throw new Failure(ExitCode.BAD_INPUT, "drover: --every " + span + " (expected: 1s to 60s)");
        }
        Ticker ticker = Ticker.system();
        try (var tree = new LiveTree()) {
            var pulse = new Pulse(tree, ticker, every);
            if (json || once || !Output.isTerminal()) {
                print(pulse, ticker, every);
            } else {
                show(pulse, ticker, every);
            }
        }
        return ExitCode.DONE;
    }

    private void show(Pulse pulse, Ticker ticker, Duration every) throws Failure {
        try (var screen = TopScreen.standard(ticker, output().zone(), output().colours())) {
            screen.run(pulse, every);
        } catch (IllegalStateException e) {
            throw new Failure(
                    ExitCode.BAD_INPUT, "drover: this terminal cannot be drawn on\n  fix: drover top --once, or | cat");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Until it has been told once, or nobody reads it any more. */
    private void print(Pulse pulse, Ticker ticker, Duration every) throws InterruptedException {
        pulse.beat();
        boolean goOn = true;
        for (long due = ticker.nanos() + every.toNanos(); goOn; due += every.toNanos()) {
            TimeUnit.NANOSECONDS.sleep(due - ticker.nanos());
            Optional<Moment> moment = pulse.beat();
            moment.ifPresent(m -> {
                if (json) {
                    output().out().println(new String(Json.bytes(TopJson.of(m)), StandardCharsets.UTF_8));
                } else {
                    output().out().println(text(m));
                }
            });
            goOn = !once && !output().out().checkError();
        }
    }

    private String text(Moment moment) {
        var text = new StringBuilder(Times.date(moment.at(), output().zone()))
                .append("  ")
                .append(moment.host())
                .append('\n');
        for (VerdictLine line : VerdictLine.of(moment.verdict())) {
            String mark = switch (line.tone()) {
                case GOOD -> output().good(line.mark());
                case WARY -> output().wary(line.mark());
                case BAD -> output().bad(line.mark());
            };
            text.append(mark).append("  ").append(line.text()).append('\n');
            text.append(line.who().isEmpty() ? "" : "  " + line.who() + "\n");
        }
        var table = new Table("").row("RESOURCE", "UTILISATION", "SATURATION", "ERRORS");
        for (Row row : moment.rows()) {
            table.row(
                    row.isHigh() ? output().strong(row.name()) : row.name(),
                    row.utilisation()
                            .map(f -> f.words())
                            .orElse("- " + row.utilisation().why()),
                    row.saturation()
                            .map(f -> f.words())
                            .orElse("- " + row.saturation().why()),
                    row.errors().map(f -> f.words()).orElse("- " + row.errors().why()));
        }
        return text.append(table.text()).toString();
    }
}
