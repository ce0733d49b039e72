package dev.drover.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A zone of many records here and in Knot: how much memory each takes once it answers, and how long the start took. */
final class NamesMemory {
    private static final int RECORDS = 1_000_000;
    /** What {@code ./drover} gives each node. */
    private static final String HEAP = "-Xmx768m";

    private static final int PATIENCE = 300;

    private NamesMemory() {}

    static List<List<String>> rows(DnsBench.Start start, Path folder) throws IOException, InterruptedException {
        Path zones = Files.createDirectories(folder.resolve("large/zones"));
        write(zones.resolve("bench.test"));
        int port = Running.freePort();
        String yaml = """
                listen: {names: {protocol: dns, address: "127.0.0.1:%d"}}
                dns: {zones: {bench.test: {file: large/zones/bench.test}}}
                """.formatted(port);
        Bench.say("memory: a zone of " + RECORDS + " records");
        var rows = new ArrayList<List<String>>();
        long began = System.nanoTime();
        try (var drover = start.drover("large", yaml, port, HEAP, PATIENCE)) {
            rows.add(row("Drover (`" + HEAP + "`)", drover, began));
        }
        int other = Running.freePort();
        began = System.nanoTime();
        try (var knot = NamePeers.start("knot", folder.resolve("large"), other, PATIENCE)) {
            NamePeers.awaitAnswer(other, "h999999.bench.test", PATIENCE);
            rows.add(row("Knot", knot, began));
        }
        rows.forEach(r -> Bench.say(r.toString()));
        return rows;
    }

    private static List<String> row(String who, Running server, long began) throws IOException, InterruptedException {
        double seconds = (System.nanoTime() - began) / 1e9;
        Thread.sleep(3000); // what was needed for reading goes
        return List.of(
                "memory of a zone of 1,000,000 records, " + who,
                String.format(Locale.ROOT, "%.0f MB, answers after %.1f s", server.memoryMegabytes(), seconds),
                "",
                "",
                "",
                "");
    }

    private static void write(Path file) {
        try (var out = Files.newBufferedWriter(file)) {
            out.write(
                    "$ORIGIN bench.test.\n$TTL 3600\n@ IN SOA ns1 hostmaster 1 7200 900 1209600 300\n@ IN NS ns1\nns1 IN A 192.0.2.1\n");
            for (int i = 0; i < RECORDS; i++) {
                out.write("h" + i + " A 10." + (i >> 16 & 255) + "." + (i >> 8 & 255) + "." + (i & 255) + "\n");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
