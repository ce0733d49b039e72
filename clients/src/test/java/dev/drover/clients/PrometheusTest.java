package dev.drover.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drover.testkit.Await;
import dev.drover.testkit.FreePort;
import dev.drover.testkit.peer.Consul;
import dev.drover.testkit.process.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prometheus finds the same targets with the same labels by a Drover as by a Consul, and follows when they change. */
@Tag("long")
class PrometheusTest {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final String META = "__meta_consul_";

    @TempDir
    private Path folder;

    @Test
    void findsTheSameTargetsWithTheSameLabels() throws IOException, InterruptedException {
        Path program = Programs.prometheus();
        SortedMap<String, Map<String, String>> byDrover = targets(Side.DROVER, program);
        assertEquals(2, byDrover.size(), byDrover::toString);
        assertEquals(
                Map.of("__address__", "127.0.0.1:8081", "service", "web", "service_id", "web-1", "tags", ",v1,blue,"),
                some(byDrover, "web-1", "__address__", "service", "service_id", "tags"));
        assumeTrue(Consul.isFetched(), "needs Consul 1.8.7: .build/peers.sh fetches it");
        assertEquals(targets(Side.CONSUL, program), byDrover);
    }

    private static Map<String, String> some(
            SortedMap<String, Map<String, String>> targets, String id, String... labels) {
        var chosen = new TreeMap<>(targets.get(id));
        chosen.keySet().retainAll(List.of(labels));
        return chosen;
    }

    /** The labels of each target by service id; meanwhile one more comes and goes. */
    private SortedMap<String, Map<String, String>> targets(Side side, Path program)
            throws IOException, InterruptedException {
        Path own = Files.createDirectories(folder.resolve(side.name()));
        try (Side.Server server = side.start(own.resolve("server"))) {
            register(server.asked(), "web-1", 8081);
            register(server.asked(), "web-2", 8082);
            int port = FreePort.next();
            try (Running prometheus = start(program, own, server.port(), port)) {
                var asked = new Asked(port);
                awaitTargets(asked, 2, prometheus);
                register(server.asked(), "web-3", 8083);
                awaitTargets(asked, 3, prometheus);
                server.asked().put("/v1/agent/service/deregister/web-3", "");
                awaitTargets(asked, 2, prometheus);
                return found(asked);
            }
        }
    }

    private static void register(Asked server, String id, int port) throws IOException, InterruptedException {
        server.put("/v1/agent/service/register", """
                {"ID": "%s", "Name": "web", "Address": "127.0.0.1", "Port": %d, "Tags": ["v1", "blue"],
                 "Meta": {"team": "shop"}, "Check": {"TTL": "600s", "Status": "passing"}}
                """.formatted(id, port));
    }

    private static Running start(Path program, Path folder, int server, int port) throws IOException {
        Path file = Files.writeString(folder.resolve("prometheus.yml"), """
                global: {scrape_interval: 1s, scrape_timeout: 1s}
                scrape_configs:
                  - job_name: web
                    consul_sd_configs: [{server: "127.0.0.1:%d", refresh_interval: 1s}]
                """.formatted(server));
        return Running.of(
                        program.toString(),
                        "--config.file=" + file,
                        "--storage.tsdb.path=" + folder.resolve("metrics"),
                        "--web.listen-address=127.0.0.1:" + port)
                .start();
    }

    private static void awaitTargets(Asked asked, int count, Running prometheus) {
        Await.until(count + " targets", SOON, () -> found(asked).size() == count, prometheus::said);
    }

    private static SortedMap<String, Map<String, String>> found(Asked asked) throws IOException, InterruptedException {
        var targets = new TreeMap<String, Map<String, String>>();
        for (JsonNode target : asked.json("/api/v1/targets").path("data").path("activeTargets")) {
            JsonNode labels = target.path("discoveredLabels");
            if (labels.path(META + "service").asText().equals("web")) {
                targets.put(labels.path(META + "service_id").asText(), compared(labels));
            }
        }
        return targets;
    }

    /** All that comes of the registry, but for the name of the node. */
    private static Map<String, String> compared(JsonNode labels) {
        var kept = new TreeMap<String, String>();
        labels.properties().forEach(label -> {
            String name = label.getKey();
            if (name.equals("__address__")) {
                kept.put(name, label.getValue().asText());
            } else if (name.startsWith(META) && !name.equals(META + "node")) {
                kept.put(name.substring(META.length()), label.getValue().asText());
            }
        });
        return kept;
    }
}
