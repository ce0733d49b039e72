package dev.drover.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What {@code bench/run} calls: one comparison, or all of them one after the other. */
public final class Bench {
    /**
     * What was asked for.
     *
     * @param only ids of scenarios to run, of the gateway or the names; all if empty
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
    private static final String SUBJECT = "";
    private static final Set<String> FLAGS = Set.of("--json", "--write");
    private static final Set<String> VALUED =
            Set.of("--project", "--rounds", "--seconds", "--subject", "--only", "--services", "--nodes");

    private Bench() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Map<String, String> words;
        Options options;
        try {
            words = words(args);
            options = options(words);
            check(words.getOrDefault(SUBJECT, ""), options);
        } catch (IllegalArgumentException e) {
            System.err.println("bench: " + e.getMessage() + " (bench/run --help tells them)");
            System.exit(2);
            return;
        }
        String what = words.getOrDefault(SUBJECT, "");
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

    private static Options options(Map<String, String> words) {
        int nodes = number(words, "--nodes", 1);
        String only = words.getOrDefault("--only", "");
        return new Options(
                Path.of(words.getOrDefault("--project", ".")).toAbsolutePath().normalize(),
                number(words, "--rounds", 7),
                number(words, "--seconds", 5),
                words.containsKey("--json"),
                words.containsKey("--write"),
                words.getOrDefault("--subject", "drover"),
                only.isEmpty() ? List.of() : List.of(only.split(",", -1)),
                number(words, "--services", nodes == 1 ? 10_000 : 1000),
                nodes);
    }

    /** What to measure, and options with their values; those without one have an empty one. */
    private static Map<String, String> words(String[] args) {
        var words = new HashMap<String, String>();
        for (int i = 0; i < args.length; i++) {
            String word = args[i];
            boolean valued = VALUED.contains(word);
            if (i == 0 && !word.startsWith("-")) {
                words.put(SUBJECT, word);
            } else if (!valued && !FLAGS.contains(word)) {
                throw new IllegalArgumentException("there is no " + word);
            } else if (valued && (i + 1 == args.length || args[i + 1].startsWith("--"))) {
                throw new IllegalArgumentException(word + " wants a value");
            } else {
                words.put(word, valued ? args[++i] : "");
            }
        }
        return words;
    }

    private static void check(String what, Options options) {
        List<String> known = switch (what) {
            case "gateway" -> GatewayBench.ids();
            case "dns" -> DnsBench.ids();
            default -> List.of();
        };
        if (known.isEmpty() && !options.only().isEmpty()) {
            throw new IllegalArgumentException("--only goes with gateway and dns");
        }
        for (String id : options.only()) {
            if (!known.contains(id)) {
                throw new IllegalArgumentException("--only has " + id + ", expected of: " + String.join(", ", known));
            }
        }
        if (options.write() && !options.only().isEmpty()) {
            throw new IllegalArgumentException(
                    "--write puts whole tables into the page, and --only leaves scenarios out");
        }
    }

    private static int number(Map<String, String> words, String option, int otherwise) {
        String value = words.getOrDefault(option, String.valueOf(otherwise));
        if (!value.matches("[1-9][0-9]{0,5}")) {
            throw new IllegalArgumentException(option + " is " + value + ", expected a number from 1 to 999999");
        }
        return Integer.parseInt(value);
    }

    /** What happens while it happens; kept off standard output so that {@code --json} stays clean. */
    static void say(String line) {
        System.err.println(line);
    }
}
