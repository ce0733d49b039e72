package dev.drover.command;

import dev.drover.observe.capture.LiveTree;
import dev.drover.observe.capture.Tree;
import dev.drover.observe.counter.Measured;
import dev.drover.observe.process.Sitting;
import dev.drover.plane.Ticker;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code drover proc}: watches one process for a moment and says what it is made of and waits for. */
@Command(
        name = "proc",
        description =
                "Show what a process is made of and waits for: memory, threads, files, limits, control group, children.",
        footer = {
            "",
            "Processes of others show little unless you are root; what is missing is said.",
            "Memory is summed up by the kernel from its page tables: of very large processes that takes a moment.",
            "",
            "Exit code: 0 shown, 1 it ended while it was watched, 4 there is no such process.",
            "",
            "Examples:",
            "  drover proc 4711",
            "  drover proc $(pgrep -o nginx) --for 10s",
            "  drover proc 4711 --json | jq .remarks"
        })
final class ShowProcess extends DroverCommand {
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(250);
    private static final int MOST_LOOKS = 60;
    /** Of the time, looking takes one part of so many at most. */
    private static final int SHARE = 10;

    @Parameters(paramLabel = "PID", description = "The number of the process.")
    private int pid;

    @Option(
            names = "--for",
            paramLabel = "SPAN",
            defaultValue = "1s",
            description = "How long to watch, such as 10s or 2m (default: ${DEFAULT-VALUE}).")
    private String span = "1s";

    @Option(names = "--json", description = "Print JSON for programs.")
    private boolean json;

    @Override
    public Integer call() throws Failure, InterruptedException {
        Duration watched = Times.span(span);
        if (watched.compareTo(LONGEST) > 0) {
            throw new Failure(ExitCode.BAD_INPUT, "drover: --for " + span + " (expected: at most 1h)");
        }
        if (pid <= 0) {
            throw new Failure(ExitCode.BAD_INPUT, "drover: " + pid + " (expected: the number of a process, 1 or more)");
        }
        try (var tree = new LiveTree()) {
            return show(tree, Ticker.system(), watched);
        }
    }

    private int show(Tree tree, Ticker ticker, Duration watched) throws Failure, InterruptedException {
        var sitting = new Sitting(tree, pid);
        long start = ticker.nanos();
        Measured<String> name = sitting.look(start);
        if (!name.isMeasured()) {
            throw new Failure(
                    ExitCode.REFUSED,
                    "drover: there is no process " + pid + " that this account may see\n  fix: look for it with ps -e");
        }
        long end = start + watched.toNanos();
        long pause = Math.max(PAUSE, watched.toNanos() / MOST_LOOKS);
        for (long now = ticker.nanos(); now < end && !sitting.ended(); now = ticker.nanos()) {
            TimeUnit.NANOSECONDS.sleep(Math.min(pause, end - now));
            long before = ticker.nanos();
            sitting.look(before);
            pause = Math.max(pause, (ticker.nanos() - before) * SHARE);
        }
        var portrait = sitting.portrait();
        if (json) {
            printJson(ProcessJson.of(portrait));
        } else {
            output().out().print(new ProcessWords(output(), portrait).text());
            output().out().flush();
        }
        return portrait.ended() ? ExitCode.FAILED : ExitCode.DONE;
    }
}
