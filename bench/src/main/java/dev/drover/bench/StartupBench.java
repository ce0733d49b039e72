package dev.drover.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** From {@code ./drover up} to the first proxied response, on a data folder that is new each time; and {@code ./drover check}. */
final class StartupBench {
    private static final int WARM_UPS = 2;
    private static final int REPEATS = 15;

    private final Bench.Options options;

    StartupBench(Bench.Options options) {
        this.options = options;
    }

    Report run() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("drover-bench");
        var peers = new Peers(folder, options.project(), Running.freePort(), Running.freePort());
        var up = new ArrayList<Double>();
        var check = new ArrayList<Double>();
        try (var backend = peers.startBackend(1)) {
            Bench.say(backend.name() + " is process " + backend.pid());
            for (int i = 0; i < WARM_UPS + REPEATS; i++) {
                double started = timeUp(folder, i, peers);
                double checked = timeCheck(folder.resolve("startup-" + i + ".yaml"));
                Bench.say("startup: " + started + " s, check: " + checked + " s");
                if (i >= WARM_UPS) {
                    up.add(started);
                    check.add(checked);
                }
            }
        }
        return new Report(
                "startup",
                "Startup",
                List.of(
                        Machine.describe(List.of()),
                        "`bench/run startup`: wall clock from starting the command; the build is up to date and the AOT cache made;"
                                + " both cores free, " + REPEATS + " repeats after " + WARM_UPS
                                + " that do not count; median (min–max)."),
                List.of("what", "seconds", "target"),
                List.of(
                        List.of(
                                "`drover up` to the first proxied response",
                                Spread.of(up).text(2),
                                "<= 1.0"),
                        List.of("`drover check`", Spread.of(check).text(2), "<= 0.4")));
    }

    private double timeUp(Path folder, int i, Peers peers) throws IOException, InterruptedException {
        int port = Running.freePort();
        Path file = folder.resolve("startup-" + i + ".yaml");
        Files.writeString(file, peers.small(port));
        var command = List.of(
                options.project().resolve("drover").toString(),
                "up",
                file.toString(),
                "--data",
                folder.resolve("data-" + i).toString(),
                "--admin",
                "127.0.0.1:" + Running.freePort());
        long from = System.nanoTime();
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("up.log").toFile())
                .start();
        try {
            while (!Running.serves(port, "/")) {
                if (System.nanoTime() - from > 60e9 || process.waitFor(2, TimeUnit.MILLISECONDS)) {
                    throw new IOException("drover up did not serve:\n" + Files.readString(folder.resolve("up.log")));
                }
            }
            return (System.nanoTime() - from) / 1e6 / 1000;
        } finally {
            process.destroy();
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }

    private double timeCheck(Path file) throws IOException, InterruptedException {
        long from = System.nanoTime();
        var process = new ProcessBuilder(options.project().resolve("drover").toString(), "check", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor() != 0) {
            throw new IOException("drover check refused " + Files.readString(file));
        }
        return (System.nanoTime() - from) / 1e6 / 1000;
    }
}
