package dev.drover.bench;

import dev.drover.bench.Registries.Side;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the registries' rounds come to, as a table. */
final class RegistryReport {
    private static final String NO_MORE = "<= 1.00";

    private final Side ours;
    private final Side theirs;
    private final List<List<String>> rows = new ArrayList<>();

    RegistryReport(Side ours, Side theirs) {
        this.ours = ours;
        this.theirs = theirs;
    }

    /** @param all how much was registered, in words */
    Report of(Bench.Options options, String all, Path consul, String disk) throws IOException, InterruptedException {
        boolean alone = options.nodes() == 1;
        row("registrations/s by the catalog", "catalog rate", 0, "");
        row("of these, CPU µs of one", "catalog cpu", 0, NO_MORE);
        row("of these, p99 ms", "catalog p99", 1, NO_MORE);
        row("memory MB, " + all, "memory", 0, "");
        row("registrations/s by the agent", "agent rate", 0, "");
        row("of these, CPU µs of one", "agent cpu", 0, NO_MORE);
        row("of these, p99 ms", "agent p99", 1, NO_MORE);
        changed("a change in the catalog until its watcher has read it", "change");
        changed("a change of an agent's check until its watcher has read it", "agent change");
        if (alone) {
            row("memory MB, " + options.services() + " blocking queries held", "held memory", 0, "");
            changed("with these held, a change in the catalog until its watcher has read it", "held");
            row("with these held, percent of a core while nothing changes", "idle", 2, NO_MORE);
        }
        return new Report(
                alone ? "registry" : "registry-" + options.nodes(),
                alone ? "Registry" : "Registry of " + options.nodes() + " nodes",
                alone ? method(options.rounds(), consul, disk) : methodTogether(options, consul, disk),
                List.of("what", ours.name(), "Consul", "ratio", "target of the ratio"),
                rows);
    }

    private void changed(String title, String what) {
        row(title + ": p50 ms", what + " p50", 2, NO_MORE);
        row("of these, p99 ms", what + " p99", 2, NO_MORE);
        row("of these, CPU µs of one", what + " cpu", 0, NO_MORE);
    }

    private void row(String title, String what, int decimals, String target) {
        var ratios = new ArrayList<Double>();
        for (int i = 0; i < ours.of(what).size(); i++) {
            ratios.add(ours.of(what).get(i) / theirs.of(what).get(i));
        }
        rows.add(List.of(
                title,
                Spread.of(ours.of(what)).text(decimals),
                Spread.of(theirs.of(what)).text(decimals),
                Spread.of(ratios).text(2),
                target));
    }

    private static List<String> method(int rounds, Path consul, String disk) throws IOException, InterruptedException {
        return List.of(
                Machine.describe(List.of(List.of(consul.toString(), "version"))),
                "`bench/run registry --rounds " + rounds
                        + "`: both run at the same time, pinned to one core, their data on "
                        + disk
                        + ", and are asked in turn within each round; their clients (one program, 32 connections where it"
                        + " registers) on the other core. Median (min–max) of rounds; the ratio is per round, below 1 is less. CPU"
                        + " time is that of the whole program, with what it puts off: compaction, its agent's sync, compilation.",
                "Drover is the whole node with an embedded ZooKeeper, Consul one server that is its own leader. An instance has an"
                        + " address, two tags, metadata and a check; the instances are on 100 nodes. A round registers one more"
                        + " instance of every service. Rounds on other nodes came before, for the compilers (of Consul, which has"
                        + " none, two), and were taken out again; likewise changes before those that are timed.",
                "Changes are made one after the other, each to another service, and timed from the first byte of the request to the"
                        + " last byte of the watching client's answer (`/v1/health/service`), which must show that change. Held are one"
                        + " query per service, each on a connection of its own, asked again once answered; first of the one server,"
                        + " then of the other. Targets of Drover whatever Consul does: p99 of a change <= 200 ms, idle <= 2 percent of"
                        + " a core, <= 1000 MB.");
    }

    private static List<String> methodTogether(Bench.Options options, Path consul, String disk)
            throws IOException, InterruptedException {
        return List.of(
                Machine.describe(List.of(List.of(consul.toString(), "version"))),
                "`bench/run registry --nodes " + options.nodes() + " --services " + options.services() + " --rounds "
                        + options.rounds() + "`: as above, but of each " + options.nodes()
                        + " servers that keep the registry together, in network namespaces of one machine, all on one core and one"
                        + " disk (" + disk + "). CPU time and memory are those of all of them.",
                "Written to the first server, watched at the last, whoever of them leads. Targets of Drover whatever Consul does:"
                        + " p99 of a change <= 1000 ms. Drover's servers speak TLS with each other, Consul's do not: its certificates"
                        + " would have to be made first.");
    }
}
