package dev.drover.registry.consul;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.drover.testkit.peer.Consul;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Consul 1.8.7 and Drover, asked the same: the same answers, but for the differences that are listed with their reasons. */
class DifferentialTest {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    @TempDir
    private Path folder;

    @Test
    void answersAsConsulDoes() throws IOException, InterruptedException {
        assumeTrue(Consul.isFetched(), "Consul 1.8.7 is not in target/peers: .build/peers.sh fetches it");
        var differences = Differences.read("differences.txt");
        var unmeant = new ArrayList<String>();
        try (var consul = Consul.start(folder);
                var drover = Fixture.start();
                var client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()) {
            var theirs = new Side(client, consul.port());
            var ours = new Side(client, drover.port());
            for (Script.Step step : Script.read("calls.txt").steps()) {
                unmeant.addAll(compare(step, theirs, ours, differences));
            }
        }
        assertTrue(unmeant.isEmpty(), () -> unmeant.size() + " differences:\n" + String.join("\n", unmeant));
        assertTrue(differences.idle().isEmpty(), () -> "no longer needed: " + String.join("\n", differences.idle()));
    }

    /** One of the two, and what it gave us. */
    private record Side(HttpClient client, int port, Script.Memory memory) {
        Side(HttpClient client, int port) {
            this(client, port, new Script.Memory());
        }

        Told ask(Script.Step step) throws IOException, InterruptedException {
            Told told = Told.ask(client, port, memory.filled(step), memory::named);
            memory.keep(step, told);
            return told;
        }
    }

    private static List<String> compare(Script.Step step, Side theirs, Side ours, Differences differences)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            List<String> unmeant = differences.unmeant(step, theirs.ask(step), ours.ask(step));
            if (unmeant.isEmpty() || !step.method().equals("GET") || System.nanoTime() > end) {
                return unmeant;
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }
}
