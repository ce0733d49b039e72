package dev.drover.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Names beside Knot and gdnsd: both servers of a pair have one thread for datagrams, share a core and are asked at the same time; CPU
 * time per answered query is compared, as a ratio per round.
 */
final class DnsBench {
    static final int SERVERS = 0;
    private static final int CLIENTS = 1;
    private static final int NAMES = 1000;
    private static final int QUESTIONS = 50_000;
    private static final long SEED = 20_260_101;
    private static final int WARMING = 3;
    /** Asked by {@code bench/subnets.c}. */
    private static final String SUBNETS = "subnets";

    static final String CHOSEN = "geo.bench.test";

    /**
     * What is asked.
     *
     * @param load options of dnsperf
     * @param target the ratio not to exceed; infinite where none is promised
     */
    private record Scenario(
            String id, String title, String reference, String questions, List<String> load, double target) {}

    private static final List<String> FULL = List.of("-q", "100");

    /** With DO: whoever is asked gives signatures and proofs. */
    private static final List<String> SIGNED = List.of("-q", "100", "-e", "-D");

    private static final List<Scenario> SCENARIOS = List.of(
            new Scenario("names", "a name with an address", "knot", "names", FULL, 0.90),
            new Scenario("edns", "the same with EDNS", "knot", "names", List.of("-q", "100", "-e"), 0.90),
            new Scenario("missing", "a name that is not there", "knot", "missing", FULL, 0.90),
            new Scenario("wild", "a name below a wildcard", "knot", "wild", FULL, 0.90),
            new Scenario("alias", "an alias of an address", "knot", "aliases", FULL, 0.90),
            new Scenario("geo", "a name chosen by the client's network", "knot-geo", SUBNETS, List.of(), 0.90),
            new Scenario("geo-gdnsd", "a name chosen by the client's network", "gdnsd", SUBNETS, List.of(), 1.05),
            new Scenario("signed", "a name with an address, signed", "knot", "signed", SIGNED, 1.10),
            new Scenario("signed-missing", "a name that is not there, signed", "knot", "signed-missing", SIGNED, 1.10),
            new Scenario("signed-wild", "a name below a wildcard, signed", "knot", "signed-wild", SIGNED, 1.10),
            new Scenario("names-gdnsd", "a name with an address", "gdnsd", "names", FULL, 1.05),
            new Scenario(
                    "low",
                    "2,000 queries/s",
                    "knot",
                    "names",
                    List.of("-q", "100", "-Q", "2000"),
                    Double.POSITIVE_INFINITY));

    /** What one server did in one round. */
    private record Round(double micros, double rate, double latency) {}

    /** Starts a Drover of its own. */
    interface Start {
        Running drover(String name, String yaml, int port, String heap, int patience)
                throws IOException, InterruptedException;

        default Running drover(String name, String yaml, int port) throws IOException, InterruptedException {
            return drover(name, yaml, port, "", 60);
        }
    }

    private final Bench.Options options;

    DnsBench(Bench.Options options) {
        this.options = options;
    }

    Report run() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("drover-bench");
        writeZone(folder);
        NamePeers.writeNetworks(folder.resolve("networks.txt"));
        compile(options.project().resolve("bench/subnets.c"), folder.resolve("subnets"));
        var rows = new ArrayList<List<String>>();
        int port = Running.freePort();
        Start start = (name, yaml, at, heap, patience) -> start(folder, name, yaml, at, heap, patience);
        List<Scenario> wanted = SCENARIOS.stream().filter(s -> isWanted(s.id())).toList();
        if (!wanted.isEmpty()) {
            try (var drover = start.drover("drover", configuration(port), port)) {
                for (Scenario s : wanted) {
                    rows.add(compare(s, folder, drover, port));
                }
                rows.add(List.of("memory of Drover", "%.0f MB".formatted(drover.memoryMegabytes()), "", "", "", ""));
            }
        }
        if (isWanted("changes")) {
            rows.addAll(NamesChanges.rows(start, options.rounds()));
        }
        if (isWanted("memory")) {
            rows.addAll(NamesMemory.rows(start, folder));
        }
        return new Report(
                "dns",
                "Names",
                List.of(
                        Machine.describe(List.of(List.of("knotd", "--version"))),
                        "`bench/run dns --rounds " + options.rounds() + " --seconds " + options.seconds()
                                + "`: a zone of " + NAMES
                                + " names, an alias for each and a wildcard; Drover and the reference asked **at the"
                                + " same time** over UDP, both on one core with one thread for datagrams each, two dnsperf on the other.",
                        "The ratio is CPU time per answered query (user and system time of all the server's threads) of Drover by that"
                                + " of the reference, per round; median (min–max). Below 1 is cheaper. Queries/s and latencies are those of two"
                                + " servers sharing one core, whose load generators share the other.",
                        "Names that are chosen by the client's network are asked for with EDNS Client Subnet of "
                                + NamePeers.NETWORKS
                                + " networks. Drover finds the country of each in its database and the site of that; Knot (module geoip, mode subnet) and gdnsd"
                                + " (plugin geoip, nets) have these networks in a table.",
                        "A change: the registry's check of an instance is let fail, or pass, by Consul's HTTP API, and the name asked for over and over;"
                                + " from the first byte of the request to the answer that shows it. 50 services of 3 instances, one change at a time."),
                List.of(
                        "scenario",
                        "CPU ratio",
                        "target",
                        "CPU µs/query drover / reference",
                        "queries/s",
                        "latency ms"),
                rows);
    }

    private static void compile(Path source, Path program) throws IOException, InterruptedException {
        var command = List.of("cc", "-O2", "-o", program.toString(), source.toString());
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " failed");
        }
    }

    /** What {@code --only} may name. */
    static List<String> ids() {
        return Stream.concat(SCENARIOS.stream().map(Scenario::id), Stream.of("changes", "memory"))
                .toList();
    }

    private boolean isWanted(String id) {
        return options.only().isEmpty() || options.only().contains(id);
    }

    private List<String> compare(Scenario s, Path folder, Running drover, int port)
            throws IOException, InterruptedException {
        int other = Running.freePort();
        try (var reference = NamePeers.start(s.reference(), folder, other)) {
            round(s, folder, drover, port, reference, other, WARMING);
            var ours = new ArrayList<Round>();
            var theirs = new ArrayList<Round>();
            for (int i = 0; i < options.rounds(); i++) {
                List<Round> both = round(s, folder, drover, port, reference, other, options.seconds());
                ours.add(both.getFirst());
                theirs.add(both.getLast());
                Bench.say(s.id() + ": " + both);
            }
            Spread ratio = Spread.of(IntStream.range(0, ours.size())
                    .mapToObj(i -> ours.get(i).micros() / theirs.get(i).micros())
                    .toList());
            return List.of(
                    s.title() + " vs " + s.reference(),
                    ratio.text(2),
                    Double.isInfinite(s.target()) ? "" : "<= " + String.format(Locale.ROOT, "%.2f", s.target()),
                    pair(
                            "%.2f",
                            ours.stream().map(Round::micros).toList(),
                            theirs.stream().map(Round::micros).toList()),
                    pair(
                            "%.0f",
                            ours.stream().map(Round::rate).toList(),
                            theirs.stream().map(Round::rate).toList()),
                    pair(
                            "%.2f",
                            ours.stream().map(Round::latency).toList(),
                            theirs.stream().map(Round::latency).toList()));
        }
    }

    private static String pair(String format, List<Double> ours, List<Double> theirs) {
        return String.format(
                Locale.ROOT,
                format + " / " + format,
                Spread.of(ours).median(),
                Spread.of(theirs).median());
    }

    private static List<Round> round(
            Scenario s, Path folder, Running ours, int port, Running theirs, int other, int seconds)
            throws IOException, InterruptedException {
        double[] before = {ours.cpuSeconds(), theirs.cpuSeconds()};
        Process[] loads = {load(s, folder, port, seconds), load(s, folder, other, seconds)};
        for (Process load : loads) {
            load.waitFor();
        }
        double[] after = {ours.cpuSeconds(), theirs.cpuSeconds()};
        var rounds = new ArrayList<Round>();
        int[] ports = {port, other};
        for (int i = 0; i < 2; i++) {
            String said = Files.readString(folder.resolve("dnsperf-" + ports[i] + ".log"));
            double completed = number(said, "Queries completed:");
            double lost = number(said, "Queries lost:");
            if (completed == 0 || lost > completed / 1000) {
                throw new IOException(lost + " queries were lost: the measurement is void\n" + said);
            }
            rounds.add(new Round(
                    (after[i] - before[i]) * 1e6 / completed,
                    number(said, "Queries per second:"),
                    number(said, "Average Latency (s):") * 1000));
        }
        return rounds;
    }

    private static double number(String said, String label) throws IOException {
        return said.lines()
                .map(String::strip)
                .filter(l -> l.startsWith(label))
                .map(l -> l.substring(label.length()).strip().split("[ (]", 2)[0])
                .mapToDouble(Double::parseDouble)
                .findFirst()
                .orElseThrow(() -> new IOException("dnsperf does not tell " + label + "\n" + said));
    }

    private static Process load(Scenario s, Path folder, int port, int seconds) throws IOException {
        var command = new ArrayList<>(List.of("taskset", "-c", String.valueOf(CLIENTS)));
        command.addAll(s.questions().equals(SUBNETS) ? subnets(port, seconds) : dnsperf(s, port, seconds));
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("dnsperf-" + port + ".log").toFile())
                .start();
    }

    private static List<String> subnets(int port, int seconds) {
        return List.of("sh", "-c", "exec ./subnets %d %d %s < networks.txt".formatted(port, seconds, CHOSEN));
    }

    private static List<String> dnsperf(Scenario s, int port, int seconds) {
        var command = new ArrayList<>(List.of("dnsperf", "-s", "127.0.0.1", "-p", String.valueOf(port)));
        command.addAll(List.of("-d", s.questions() + ".txt", "-l", String.valueOf(seconds)));
        command.addAll(s.load());
        return command;
    }

    private static void writeZone(Path folder) throws IOException {
        for (String origin : List.of("bench.test", "signed.test")) {
            writeZone(folder, origin);
        }
        questions(folder, "names", "host%d.bench.test");
        questions(folder, "missing", "no%d.bench.test");
        questions(folder, "wild", "x%d.wild.bench.test");
        questions(folder, "aliases", "alias%d.bench.test");
        questions(folder, "signed", "host%d.signed.test");
        questions(folder, "signed-missing", "no%d.signed.test");
        questions(folder, "signed-wild", "x%d.wild.signed.test");
    }

    private static void writeZone(Path folder, String origin) throws IOException {
        Path zones = Files.createDirectories(folder.resolve("zones"));
        Files.writeString(
                zones.resolve(origin),
                "$ORIGIN " + origin
                        + ".\n$TTL 3600\n@ IN SOA ns1 hostmaster 1 7200 900 1209600 300\n@ IN NS ns1\nns1 IN A 192.0.2.1\n*.wild IN A"
                        + " 192.0.2.2\n"
                        + IntStream.range(0, NAMES)
                                .mapToObj(i -> "host%d IN A 10.0.%d.%d%nalias%d IN CNAME host%d%n"
                                        .formatted(i, i / 250, i % 250, i, i))
                                .collect(Collectors.joining()));
    }

    private static void questions(Path folder, String name, String owner) throws IOException {
        var random = new Random(SEED);
        Files.writeString(
                folder.resolve(name + ".txt"),
                IntStream.range(0, QUESTIONS)
                        .mapToObj(i -> (owner + " A%n").formatted(random.nextInt(NAMES)))
                        .collect(Collectors.joining()));
    }

    private static String configuration(int port) {
        return """
                listen: {names: {protocol: dns, address: "127.0.0.1:%d"}}
                sites:
                  one: {addresses: [192.0.2.1]}
                  two: {addresses: [192.0.2.2]}
                  three: {addresses: [192.0.2.3]}
                services: {any: {instances: {addresses: [127.0.0.1:1]}, health: {check: none}}}
                dns:
                  zones:
                    signed.test: {file: zones/signed.test, sign: ecdsa-p256}
                    bench.test:
                      file: zones/bench.test
                      names:
                        geo:
                          sites: {one: any, two: any, three: any}
                          answer: [up, {geo: {US: one, europe: two, default: three}}, {first: 1}]
                """.formatted(port);
    }

    private Running start(Path folder, String name, String yaml, int port, String heap, int patience)
            throws IOException, InterruptedException {
        Path file = folder.resolve(name + ".yaml");
        Files.writeString(file, yaml);
        var running = Running.start(
                name,
                SERVERS,
                folder,
                List.of(
                        "env",
                        "DROVER_JAVA_OPTS=" + heap,
                        options.project().resolve("drover").toString(),
                        "up",
                        file.toString(),
                        "--data",
                        folder.resolve(name + "-data").toString(),
                        "--admin",
                        "127.0.0.1:" + Running.freePort(),
                        "--workers",
                        "1",
                        "--history",
                        "off"));
        return NamePeers.awaited(running, port, patience);
    }
}
