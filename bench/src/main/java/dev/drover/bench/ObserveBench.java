package dev.drover.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A node that watches its host, on which three hundred processes more sleep: what share of a core its watching takes. */
final class ObserveBench {
    private static final int SLEEPERS = 300;
    private static final int SETTLE_SECONDS = 45;
    private static final int WINDOW_SECONDS = 10;

    private final Bench.Options options;

    ObserveBench(Bench.Options options) {
        this.options = options;
    }

    Report run() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("drover-bench");
        int port = Running.freePort();
        int admin = Running.freePort();
        var peers = new Peers(folder, options.project(), Running.freePort(), Running.freePort());
        var sleepers = new ArrayList<Process>();
        var shares = new ArrayList<Double>();
        double memory;
        try {
            for (int i = 0; i < SLEEPERS; i++) {
                sleepers.add(new ProcessBuilder("sleep", "1000").start());
            }
            try (var drover = peers.startChecker(0, config(port), admin)) {
                drover.await(admin, 60);
                TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
                for (int i = 0; i < options.rounds(); i++) {
                    shares.add(percent(drover.pid()));
                    Bench.say("observe: %.2f percent of one core".formatted(shares.getLast()));
                }
                memory = drover.memoryMegabytes();
            }
        } finally {
            sleepers.forEach(Process::destroy);
        }
        return new Report(
                "observe",
                "Watching the host",
                List.of(
                        Machine.describe(List.of(List.of("sleep", "--version"))),
                        "`bench/run observe`: one idle node and " + SLEEPERS
                                + " sleeping processes besides those of the machine; processor time of the threads that sample each"
                                + " second, keep and write it, in windows of " + WINDOW_SECONDS + " s after "
                                + SETTLE_SECONDS
                                + " s; median (min–max). Memory is that of the whole node. Other programs on the machine raise the"
                                + " numbers."),
                List.of("what", "measured", "target"),
                List.of(
                        List.of("percent of one core", Spread.of(shares).text(2), "<= 1"),
                        List.of("memory MB", String.format(java.util.Locale.ROOT, "%.0f", memory), "")));
    }

    private static double percent(long pid) throws IOException, InterruptedException {
        long from = System.nanoTime();
        long before = watching(pid);
        TimeUnit.SECONDS.sleep(WINDOW_SECONDS);
        return (watching(pid) - before) * 100.0 / (System.nanoTime() - from);
    }

    /** Nanoseconds on a CPU of the threads that watch; a node that has none is a mistake of the measurement. */
    private static long watching(long pid) throws IOException {
        long nanos = 0;
        int threads = 0;
        try (Stream<Path> tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
            for (Path task : tasks.toList()) {
                try {
                    if (Files.readString(task.resolve("comm")).startsWith("observe")) {
                        nanos += Long.parseLong(
                                Files.readString(task.resolve("schedstat")).split(" ", 2)[0]);
                        threads++;
                    }
                } catch (java.nio.file.NoSuchFileException e) {
                    // This thread has ended.
                }
            }
        }
        if (threads == 0) {
            throw new IOException("the node watches nothing: the measurement is void");
        }
        return nanos;
    }

    private static String config(int port) {
        return """
                listen: {web: {protocol: http, address: "127.0.0.1:%d"}}
                routes:
                  - {match: {path: /**}, to: {respond: {status: 200}}}
                """.formatted(port);
    }
}
