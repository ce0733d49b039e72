package dev.drover.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** What {@code bench/run} calls: one comparison, or all of them one after the other. */
public final class Bench {
    /**
     * What was asked for.
     *
     * @param only ids of the gateway's scenarios to run; all if empty
     * @param services of the registry
     * @param nodes that keep the registry together: 1 or 3
     */
    record Options(
            Path project,
            int rounds,
            int seconds,
            boolean json,
            boolean write,
            String subject,
            List<String> only,
            int services,
            int nodes) {}

    private static final PrintStream OUT = System.out;

    private Bench() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        var words = List.of(args);
        int nodes = Integer.parseInt(value(words, "--nodes", "1"));
        var options = new Options(
                Path.of(value(words, "--project", ".")).toAbsolutePath().normalize(),
                Integer.parseInt(value(words, "--rounds", "7")),
                Integer.parseInt(value(words, "--seconds", "5")),
                words.contains("--json"),
                words.contains("--write"),
                value(words, "--subject", "drover"),
                words.contains("--only") ? List.of(value(words, "--only", "").split(",")) : List.of(),
                Integer.parseInt(value(words, "--services", nodes == 1 ? "10000" : "1000")),
                nodes);
        var what = words.isEmpty() ? "" : words.getFirst();
        var reports = switch (what) {
            case "gateway" -> List.of(new GatewayBench(options).run());
            case "startup" -> List.of(new StartupBench(options).run());
            case "health" -> List.of(new HealthBench(options).run());
            case "observe" -> List.of(new ObserveBench(options).run());
            case "registry" -> List.of(new RegistryBench(options).run());
            case "dns" -> List.of(new DnsBench(options).run());
            case "all" ->
                List.of(
                        new StartupBench(options).run(),
                        new GatewayBench(options).run(),
                        new HealthBench(options).run(),
                        new ObserveBench(options).run(),
                        new RegistryBench(options).run(),
                        new DnsBench(options).run());
            default -> List.<Report>of();
        };
        if (reports.isEmpty()) {
            System.err.println(
                    "bench: say gateway, startup, health, observe, registry, dns or all; by bench/run also faults or hot");
            System.exit(2);
        }
        for (Report report : reports) {
            OUT.println(options.json() ? report.json() : report.markdown());
            if (options.write()) {
                report.write(options.project().resolve("docs/benchmarks.md"));
            }
        }
    }

    private static String value(List<String> words, String option, String otherwise) {
        int at = words.indexOf(option);
        return at < 0 || at + 1 >= words.size() ? otherwise : words.get(at + 1);
    }

    /** What happens while it happens; kept off standard output so that {@code --json} stays clean. */
    static void say(String line) {
        System.err.println(line);
    }
}
