package dev.drover.registry.consul;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.drover.testkit.peer.Consul;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Consul 1.8.7 and Drover, asked the same: the same answers, but for the differences that are listed with their reasons. */
class DifferentialTest {
    @TempDir
    private Path folder;

    @Test
    void answersAsConsulDoes() throws IOException, InterruptedException {
        assumeTrue(Consul.isFetched(), "Consul 1.8.7 is not in target/peers: .build/peers.sh fetches it");
        var differences = Differences.read("differences.txt");
        List<String> unmeant;
        try (var consul = Consul.start(folder);
                var drover = Fixture.start();
                var client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()) {
            var sides = new Sides(client, consul.port(), drover.port(), differences);
            unmeant = sides.compare("calls.txt", Script.read("calls.txt").steps());
        }
        assertTrue(unmeant.isEmpty(), () -> unmeant.size() + " differences:\n" + String.join("\n", unmeant));
        assertTrue(differences.idle().isEmpty(), () -> "no longer needed: " + String.join("\n", differences.idle()));
    }
}
