package dev.drover.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Ten thousand instances, each asked by HTTP every ten seconds over a kept connection: what share of a core it takes. */
final class HealthBench {
    private static final int INSTANCES = 10_000;
    private static final int SETTLE_SECONDS = 60;
    private static final int WINDOW_SECONDS = 10;
    private static final int LEAST_ROUNDS = 5;

    /** Checks a second: each instance every ten. */
    private static final double DUE = INSTANCES / 10.0;

    /** What the rate may miss or exceed; beyond, the node does not do what is measured. */
    private static final double TOLERANCE = 0.15;

    /** Connections made anew per check; beyond, they are not reused. */
    private static final double MOST_NEW = 0.01;

    private final Bench.Options options;

    HealthBench(Bench.Options options) {
        this.options = options;
    }

    Report run() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("drover-bench");
        int port = Running.freePort();
        int admin = Running.freePort();
        var peers = new Peers(folder, options.project(), Running.freePort(), Running.freePort());
        var counters = new Counters(admin, folder.resolve("drover-data/monitor.token"), port);
        var windows = new ArrayList<Window>();
        double memory;
        try (var checked = peers.startChecked(1, port, INSTANCES);
                var drover = peers.startChecker(0, config(port, Running.freePort()), admin)) {
            Bench.say(checked.name() + " is process " + checked.pid() + ", drover is process " + drover.pid());
            drover.await(admin, 60);
            TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
            for (int i = 0; i < Math.max(LEAST_ROUNDS, options.rounds()); i++) {
                windows.add(window(drover, counters));
                Bench.say("health: " + windows.getLast());
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
                                + " s after " + SETTLE_SECONDS
                                + " s; median (min–max). A window counts only if the node's counter of passed checks rose by the"
                                + " checks that are due and nginx accepted no more than a hundredth as many connections. Other"
                                + " programs on the machine raise the numbers."),
                List.of("what", "measured", "target"),
                List.of(
                        List.of(
                                "percent of one core",
                                spread(windows, Window::percent).text(1),
                                "<= 10"),
                        List.of(
                                "checks passed per second",
                                spread(windows, Window::checksPerSecond).text(0),
                                "1000"),
                        List.of(
                                "connections made anew in a window",
                                spread(windows, Window::newConnections).text(0),
                                "0"),
                        List.of("memory MB", String.format(java.util.Locale.ROOT, "%.0f", memory), "")));
    }

    /** CPU time of a window, and the proof that the checks were made in it. */
    private record Window(double percent, double checksPerSecond, double newConnections) {}

    /** The counters are read outside of the time that is measured, as reading them costs the node something, too. */
    private static Window window(Running drover, Counters counters) throws IOException, InterruptedException {
        double accepted = counters.accepted();
        double passed = counters.passed();
        long from = System.nanoTime();
        double cpu = drover.cpuSeconds();
        TimeUnit.SECONDS.sleep(WINDOW_SECONDS);
        double spent = drover.cpuSeconds() - cpu;
        double seconds = (System.nanoTime() - from) / 1e9;
        double checks = counters.passed() - passed;
        // The last question came over a connection of its own.
        double made = counters.accepted() - accepted - 1;
        if (Math.abs(checks / seconds / DUE - 1) > TOLERANCE) {
            throw new IOException("%.0f checks a second passed, %.0f are due: the measurement is void"
                    .formatted(checks / seconds, DUE));
        }
        if (made > checks * MOST_NEW) {
            throw new IOException("%.0f checks made %.0f connections: they are not reused".formatted(checks, made));
        }
        return new Window(spent / seconds * 100, checks / seconds, made);
    }

    private static Spread spread(List<Window> windows, ToDoubleFunction<Window> of) {
        return Spread.of(windows.stream().mapToDouble(of).boxed().toList());
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
