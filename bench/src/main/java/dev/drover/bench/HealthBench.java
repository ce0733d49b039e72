package dev.drover.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Ten thousand instances, each asked by HTTP every ten seconds over a kept connection: what share of a core it takes. */
final class HealthBench {
    private static final int INSTANCES = 10_000;
    private static final int SETTLE_SECONDS = 40;
    private static final int WINDOW_SECONDS = 10;

    private final Bench.Options options;

    HealthBench(Bench.Options options) {
        this.options = options;
    }

    Report run() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("drover-bench");
        int port = Running.freePort();
        var peers = new Peers(folder, options.project(), Running.freePort(), Running.freePort());
        var shares = new ArrayList<Double>();
        double memory;
        try (var checked = peers.startChecked(1, port, INSTANCES);
                var drover = peers.startChecker(0, config(port, Running.freePort()))) {
            Bench.say(checked.name() + " is process " + checked.pid() + ", drover is process " + drover.pid());
            TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
            for (int i = 0; i < options.rounds(); i++) {
                double before = drover.cpuSeconds();
                long from = System.nanoTime();
                TimeUnit.SECONDS.sleep(WINDOW_SECONDS);
                shares.add((drover.cpuSeconds() - before) / ((System.nanoTime() - from) / 1e9) * 100);
                Bench.say("health: " + shares.getLast() + " % of a core");
            }
            memory = drover.memoryMegabytes();
        }
        return new Report(
                "health",
                "Health checks",
                List.of(
                        Machine.describe(List.of(List.of("nginx", "-v"))),
                        "`bench/run health`: one node, " + INSTANCES
                                + " instances (addresses of the loopback network), one HTTP check"
                                + " each every 10 s over kept connections; CPU time of the whole process in windows of "
                                + WINDOW_SECONDS
                                + " s after " + SETTLE_SECONDS + " s; median (min–max)."),
                List.of("what", "measured", "target"),
                List.of(
                        List.of("percent of one core", Spread.of(shares).text(1), "<= 10"),
                        List.of("memory MB", String.format(java.util.Locale.ROOT, "%.0f", memory), "")));
    }

    private static String config(int port, int listen) {
        String addresses = IntStream.range(0, INSTANCES)
                .mapToObj(i -> "\"127.1." + (i / 250) + "." + (i % 250 + 1) + ":" + port + "\"")
                .collect(Collectors.joining(", "));
        return """
                listen: {web: {protocol: http, address: "127.0.0.1:%d"}}
                services:
                  many:
                    instances: {addresses: [%s]}
                    health: {check: {http: {path: /}}, interval: 10s, timeout: 2s}
                routes:
                  - {match: {path: /**}, to: many}
                """.formatted(listen, addresses);
    }
}
