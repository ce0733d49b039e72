package dev.drover.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The gateway beside its peers.
 *
 * <p>One machine drifts: the same server can need twice the time within minutes. So reference and subject are loaded at the
 * same time, both pinned to one core, load generators and backend on the other, and what is compared is CPU time per completed
 * request, as a ratio per round. The median of the rounds counts; minimum and maximum are printed beside it.
 */
final class GatewayBench {
    private static final int SERVERS = 0;
    private static final int CLIENTS = 1;
    private static final int CONNECTIONS = 64;
    private static final int LOW_RATE = 500;
    private static final int MANY_CONNECTIONS = 256;
    private static final int MOST_WARMING = 12;

    private enum Kind {
        KEPT,
        PACED,
        FRESH
    }

    /** @param target the ratio not to exceed; infinite where none is promised */
    private record Scenario(
            String id, String title, String reference, Kind kind, boolean tls, String path, double target) {}

    private static final List<Scenario> SCENARIOS = List.of(
            new Scenario("1k", "1 KB proxied", "nginx", Kind.KEPT, false, Peers.ROUTE + "/1k", 1.00),
            new Scenario("1k-haproxy", "1 KB proxied", "haproxy", Kind.KEPT, false, Peers.ROUTE + "/1k", 1.00),
            new Scenario("64k", "64 KB proxied", "nginx", Kind.KEPT, false, Peers.ROUTE + "/64k", 0.75),
            new Scenario("64k-buffers", "64 KB proxied", "nginx16k", Kind.KEPT, false, Peers.ROUTE + "/64k", 0.75),
            new Scenario("fixed", "fixed response", "nginx", Kind.KEPT, false, "/fixed", 0.60),
            new Scenario("tls", "1 KB proxied, TLS kept alive", "nginx", Kind.KEPT, true, Peers.ROUTE + "/1k", 1.00),
            new Scenario("handshake", "full TLS handshakes", "nginx", Kind.FRESH, true, "/fixed", 1.00),
            new Scenario(
                    "low",
                    "1 KB proxied, " + LOW_RATE + " requests/s",
                    "nginx",
                    Kind.PACED,
                    false,
                    Peers.ROUTE + "/1k",
                    1.05));

    /** What one server did in one round. */
    private record Round(double microsPerRequest, double rate, Load.Seen seen) {}

    private record Ports(int http, int https) {
        static Ports free() throws IOException {
            return new Ports(Running.freePort(), Running.freePort());
        }

        String url(Scenario s) {
            return (s.tls() ? "https://127.0.0.1:" + https : "http://127.0.0.1:" + http) + s.path();
        }
    }

    private final Bench.Options options;
    private final List<List<String>> rows = new ArrayList<>();

    GatewayBench(Bench.Options options) {
        this.options = options;
    }

    Report run() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("drover-bench");
        var peers = new Peers(folder, options.project(), Running.freePort(), Running.freePort());
        peers.makeCertificate();
        Ports subjectPorts = Ports.free();
        try (var backend = peers.startBackend(CLIENTS);
                var subject = peers.start(options.subject(), SERVERS, subjectPorts.http(), subjectPorts.https())) {
            Bench.say(backend.name() + " is process " + backend.pid() + ", " + subject.name() + " is process "
                    + subject.pid());
            warm(subject, subjectPorts, folder);
            for (String reference :
                    SCENARIOS.stream().map(Scenario::reference).distinct().toList()) {
                var wanted = SCENARIOS.stream()
                        .filter(s -> s.reference().equals(reference))
                        .filter(this::wanted)
                        .toList();
                if (!wanted.isEmpty()) {
                    compare(peers, wanted, subject, subjectPorts, folder);
                }
            }
            if (options.only().isEmpty()) {
                memory(subject, subjectPorts);
            }
        } finally {
            delete(folder);
        }
        return report();
    }

    /** Compilers need many requests on each path before the code is what it will be: until two windows in a row gain little. */
    private void warm(Running subject, Ports ports, Path folder) throws IOException, InterruptedException {
        for (Scenario s : SCENARIOS) {
            if (!wanted(s)) {
                continue;
            }
            double last = Double.MAX_VALUE;
            int calm = 0;
            for (int i = 0; i < MOST_WARMING && calm < 2; i++) {
                double before = subject.cpuSeconds();
                double now = finish(
                                subject,
                                before,
                                start(s, ports, options.seconds(), folder).join())
                        .microsPerRequest();
                calm = now > 0.95 * last ? calm + 1 : 0;
                last = Math.min(now, last);
                Bench.say(String.format(Locale.ROOT, "%-10s warming: %.1f us", s.id(), now));
            }
        }
    }

    /** What {@code --only} may name. */
    static List<String> ids() {
        return SCENARIOS.stream().map(Scenario::id).toList();
    }

    private boolean wanted(Scenario s) {
        return options.only().isEmpty() || options.only().contains(s.id());
    }

    private static Load start(Scenario s, Ports ports, int seconds, Path folder) throws IOException {
        return switch (s.kind()) {
            case KEPT -> Load.kept(CLIENTS, ports.url(s), CONNECTIONS, seconds);
            // Longer, because few requests take little time and time is counted in hundredths of a second.
            case PACED -> Load.paced(CLIENTS, ports.url(s), LOW_RATE, 4 * seconds, folder);
            case FRESH -> Load.fresh(CLIENTS, ports.url(s), CONNECTIONS / 2, seconds);
        };
    }

    private void compare(Peers peers, List<Scenario> scenarios, Running subject, Ports ports, Path folder)
            throws IOException, InterruptedException {
        Ports others = Ports.free();
        // A reference is named apart from the subject, so that a server can be compared with itself.
        String name = scenarios.getFirst().reference() + "-reference";
        try (var reference = peers.start(name, SERVERS, others.http(), others.https())) {
            for (Scenario s : scenarios) {
                var ratios = new ArrayList<Double>();
                var ours = new ArrayList<Round>();
                var theirs = new ArrayList<Round>();
                for (int i = 0; i < options.rounds(); i++) {
                    round(s, subject, ports, reference, others, folder, ours, theirs);
                    ratios.add(
                            ours.getLast().microsPerRequest() / theirs.getLast().microsPerRequest());
                    Bench.say(String.format(
                            Locale.ROOT,
                            "%-10s round %d: %.1f us against %.1f us, ratio %.3f",
                            s.id(),
                            i + 1,
                            ours.getLast().microsPerRequest(),
                            theirs.getLast().microsPerRequest(),
                            ratios.getLast()));
                }
                rows.add(row(s, Spread.of(ratios), ours, theirs));
            }
            if (options.only().isEmpty()) {
                memory(reference, others);
            }
        }
    }

    private void round(
            Scenario s,
            Running subject,
            Ports ports,
            Running reference,
            Ports others,
            Path folder,
            List<Round> ours,
            List<Round> theirs)
            throws IOException, InterruptedException {
        double subjectBefore = subject.cpuSeconds();
        double referenceBefore = reference.cpuSeconds();
        var one = start(s, ports, options.seconds(), folder);
        var two = start(s, others, options.seconds(), folder);
        ours.add(finish(subject, subjectBefore, one.join()));
        theirs.add(finish(reference, referenceBefore, two.join()));
    }

    private static Round finish(Running server, double before, Load.Seen seen) throws IOException {
        if (seen.errors() > 0 || seen.requests() == 0) {
            throw new IOException(server.name() + ": " + seen.errors() + " errors in " + seen.requests() + " requests");
        }
        double cpu = server.cpuSeconds() - before;
        return new Round(cpu / seen.requests() * 1e6, seen.requests() / seen.seconds(), seen);
    }

    private void memory(Running server, Ports ports) throws IOException, InterruptedException {
        Scenario s = SCENARIOS.getFirst();
        var load = Load.kept(CLIENTS, ports.url(s), MANY_CONNECTIONS, options.seconds());
        load.join();
        String name = server.name().replace("-reference", "");
        rows.add(List.of(
                "memory after " + MANY_CONNECTIONS + " connections, " + name,
                String.format(Locale.ROOT, "%.0f MB", server.memoryMegabytes()),
                name.equals("drover") ? "<= 220 MB" : "",
                "",
                "",
                "",
                ""));
    }

    private static List<String> row(Scenario s, Spread ratio, List<Round> ours, List<Round> theirs) {
        return List.of(
                s.title() + " vs " + s.reference(),
                ratio.text(2),
                String.format(Locale.ROOT, "<= %.2f", s.target()),
                cpu(ours) + " / " + cpu(theirs),
                rate(ours) + " / " + rate(theirs),
                latency(ours, false) + " / " + latency(theirs, false),
                latency(ours, true) + " / " + latency(theirs, true));
    }

    private static double median(List<Round> rounds, java.util.function.ToDoubleFunction<Round> of) {
        return Spread.of(rounds.stream().map(of::applyAsDouble).toList()).median();
    }

    private static String cpu(List<Round> rounds) {
        return String.format(Locale.ROOT, "%.1f", median(rounds, Round::microsPerRequest));
    }

    private static String rate(List<Round> rounds) {
        return String.format(Locale.ROOT, "%.0f", median(rounds, Round::rate));
    }

    private static String latency(List<Round> rounds, boolean tail) {
        return String.format(
                Locale.ROOT,
                "%.2f",
                median(rounds, r -> tail ? r.seen().p99() : r.seen().p50()));
    }

    private Report report() throws IOException, InterruptedException {
        String subject = options.subject();
        return new Report(
                "gateway",
                "Gateway",
                List.of(
                        Machine.describe(
                                List.of(List.of("nginx", "-v"), List.of("haproxy", "-v"), List.of("wrk", "-v"))),
                        "`bench/run gateway --rounds " + options.rounds() + " --seconds " + options.seconds() + "`: "
                                + subject
                                + " and the reference loaded **at the same time**, both pinned to one core with one event loop each,"
                                + " load generators (wrk, " + CONNECTIONS
                                + " connections each; ab for handshakes) and backend (nginx) on"
                                + " the other.",
                        "The ratio is CPU time per completed request (user and system time of all the server's processes) of "
                                + subject
                                + " by that of the reference, per round; median (min–max). Below 1 is cheaper."
                                + " Requests/s and latencies are those of two servers sharing one core.",
                        "Same work: 100 routes, two instances over kept connections, forwarded-for fields, access log. Drover also"
                                + " has metrics and active health checks on (its watch of the host, which the peers do not have, is off:"
                                + " `--history off`); nginx writes its log with `buffer=64k flush=1s`;"
                                + " nginx16k is nginx with `proxy_buffers 16 16k`, so that 64 KB stay in memory; HAProxy checks health and logs to a ring in memory."),
                List.of(
                        "scenario",
                        "CPU ratio",
                        "target",
                        "CPU µs/request " + subject + " / reference",
                        "requests/s",
                        "p50 ms",
                        "p99 ms"),
                rows);
    }

    static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
