package dev.drover.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * What the doctor costs on a host on which three hundred processes more sleep: the sampling of each second, as a program of its own
 * and within a node, and the wait for a verdict.
 */
final class ObserveBench {
    private static final int SLEEPERS = 300;
    private static final int SETTLE_SECONDS = 45;
    private static final int WINDOW_SECONDS = 10;
    private static final int DIAGNOSES = 11;

    private final Bench.Options options;
    private final Path folder;
    private final String drover;

    ObserveBench(Bench.Options options) throws IOException {
        this.options = options;
        this.folder = Files.createTempDirectory("drover-bench");
        this.drover = options.project().resolve("drover").toString();
    }

    /** What was seen of a program while it watched. */
    private record Seen(Spread percent, double resident, double own) {
        String memory() {
            return String.format(Locale.ROOT, "%.0f (%.0f)", resident, own);
        }
    }

    Report run() throws IOException, InterruptedException {
        var sleepers = new ArrayList<Process>();
        try {
            for (int i = 0; i < SLEEPERS; i++) {
                sleepers.add(new ProcessBuilder("sleep", "3000").start());
            }
            var firstLine = new ArrayList<Double>();
            var verdict = new ArrayList<Double>();
            for (int i = 0; i <= DIAGNOSES; i++) {
                diagnose(i > 0, firstLine, verdict);
            }
            Seen record = record();
            return report(record, node(), Spread.of(firstLine), Spread.of(verdict));
        } finally {
            sleepers.forEach(Process::destroy);
        }
    }

    private Report report(Seen record, Seen node, Spread firstLine, Spread verdict)
            throws IOException, InterruptedException {
        return new Report(
                "observe",
                "Watching the host",
                List.of(
                        Machine.describe(List.of(List.of("sleep", "--version"))),
                        "`bench/run observe`: " + SLEEPERS
                                + " sleeping processes besides those of the machine. `record` samples each"
                                + " second into a file: processor time of the whole program, in windows of "
                                + WINDOW_SECONDS
                                + " s after " + SETTLE_SECONDS
                                + " s; of a node only that of the threads that sample, keep and"
                                + " write. Memory is resident, in brackets what of it is the program's own (anonymous): the rest is"
                                + " mapped from files, the virtual machine's and the start cache. `doctor` is timed from starting"
                                + " the command, with its 5 s of watching, " + DIAGNOSES
                                + " times after one that does not count. Median (min–max). Other programs on the machine raise"
                                + " the numbers."),
                List.of("what", "measured", "target"),
                List.of(
                        List.of("sampling: percent of one core", record.percent.text(2), "<= 1"),
                        List.of("sampling: memory MB", record.memory(), "<= 60"),
                        List.of("`drover doctor`: s to its first line", firstLine.text(2), "<= 1.0"),
                        List.of("`drover doctor`: s to its verdict", verdict.text(2), "<= 10"),
                        List.of("within an idle node: percent of one core", node.percent.text(2), "<= 1"),
                        List.of("memory MB of that node, all in all", node.memory(), "")));
    }

    /** One `doctor`, alone: no node runs on the folder, so it watches by itself. */
    private void diagnose(boolean counts, List<Double> firstLine, List<Double> verdict)
            throws IOException, InterruptedException {
        long from = System.nanoTime();
        Process doctor = new ProcessBuilder(
                        drover, "doctor", "--data", folder.resolve("none").toString())
                .redirectErrorStream(true)
                .start();
        try (var said = new BufferedReader(new InputStreamReader(doctor.getInputStream(), StandardCharsets.UTF_8))) {
            String line = said.readLine();
            double first = (System.nanoTime() - from) / 1e9;
            if (line == null || !line.startsWith("watching")) {
                throw new IOException("drover doctor began with " + line);
            }
            said.lines().forEach(l -> {});
            doctor.waitFor();
            double last = (System.nanoTime() - from) / 1e9;
            Bench.say("observe: doctor's first line after %.2f s, its verdict after %.2f s".formatted(first, last));
            if (counts) {
                firstLine.add(first);
                verdict.add(last);
            }
        } finally {
            doctor.destroyForcibly();
        }
    }

    private Seen record() throws IOException, InterruptedException {
        int seconds = SETTLE_SECONDS + options.rounds() * WINDOW_SECONDS + 60;
        var command = List.of(drover, "record", folder.resolve("bench.drec").toString(), "--for", seconds + "s");
        try (var recorder = Running.start("record", 0, folder, command)) {
            return watch(recorder, "");
        }
    }

    private Seen node() throws IOException, InterruptedException {
        int port = Running.freePort();
        int admin = Running.freePort();
        var peers = new Peers(folder, options.project(), Running.freePort(), Running.freePort());
        try (var node = peers.startChecker(0, config(port), admin)) {
            node.await(admin, 60);
            return watch(node, "observe");
        }
    }

    private Seen watch(Running running, String threads) throws IOException, InterruptedException {
        TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
        var shares = new ArrayList<Double>();
        for (int i = 0; i < options.rounds(); i++) {
            long from = System.nanoTime();
            long before = running.nanos(threads);
            TimeUnit.SECONDS.sleep(WINDOW_SECONDS);
            shares.add((running.nanos(threads) - before) * 100.0 / (System.nanoTime() - from));
            Bench.say("observe: %s takes %.2f percent of one core".formatted(running.name(), shares.getLast()));
        }
        return new Seen(Spread.of(shares), running.memoryMegabytes(), running.ownMegabytes());
    }

    private static String config(int port) {
        return """
                listen: {web: {protocol: http, address: "127.0.0.1:%d"}}
                routes:
                  - {match: {path: /**}, to: {respond: {status: 200}}}
                """.formatted(port);
    }
}
