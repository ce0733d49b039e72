package dev.drover.registry.consul;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.drover.testkit.Await;
import dev.drover.testkit.peer.Consul;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Consul 1.8.7 and Drover, asked with the same filters: written by hand, and made up at random, sound and broken. */
class FilterDifferentialTest {
    private static final String NO_ANSWER = "no answer: ";

    private static final List<String> REGISTRATIONS = List.of("""
            {"Node": "n1", "ID": "6c1ad9b0-0000-4000-8000-000000000001", "Address": "10.0.0.1",
             "NodeMeta": {"rack": "r1", "a-b": "x y", "empty": ""}, "TaggedAddresses": {"lan": "10.0.0.1", "wan": "192.0.2.1"},
             "Service": {"ID": "web-1", "Service": "web", "Port": 8080, "Tags": ["v1", "Primary"], "Address": "10.0.1.1",
              "Meta": {"version": "1.2", "a_b-c": "ö"}, "Weights": {"Passing": 3, "Warning": 2},
              "TaggedAddresses": {"wan": {"Address": "192.0.2.7", "Port": 80}}},
             "Checks": [{"CheckID": "node", "Name": "the node", "Status": "passing", "Output": "fine\\nreally"},
              {"CheckID": "web", "Name": "the web", "Status": "warning", "ServiceID": "web-1", "Notes": "n"}]}""", """
            {"Node": "n2", "Address": "10.0.0.2",
             "Service": {"ID": "web-2", "Service": "web", "Port": 0, "EnableTagOverride": true},
             "Check": {"CheckID": "web", "Status": "critical", "ServiceID": "web-2"}}""", """
            {"Node": "n1", "Address": "10.0.0.1", "SkipNodeUpdate": true, "Service": {"ID": "db", "Service": "db", "Port": 5432,
             "Tags": ["v1"]}}""", """
            {"Name": "web", "ID": "web-3", "Port": 8080, "Tags": ["v1"], "Meta": {"version": "2"}, "Check": {"TTL": "1h"}}""", """
            {"Name": "plain", "Check": {"TTL": "1h", "Status": "passing", "Notes": "n1"}}""");

    @TempDir
    private Path folder;

    @Test
    void filtersAsConsulDoes() throws InterruptedException, IOException {
        assumeTrue(Consul.isFetched(), "Consul 1.8.7 is not in target/peers: .build/peers.sh fetches it");
        var differences = Differences.read("differences.txt");
        var unmeant = new ArrayList<String>();
        try (var consul = Consul.start(folder);
                var drover = Fixture.start();
                var client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()) {
            for (String registration : REGISTRATIONS) {
                var step = new Script.Step(
                        0,
                        "PUT",
                        registration.startsWith("{\"Node\"") ? "/v1/catalog/register" : "/v1/agent/service/register",
                        registration,
                        Optional.empty());
                unmeant.addAll(
                        differences.unmeant(step, ask(client, consul.port(), step), ask(client, drover.port(), step)));
            }
            Await.until(
                    "Consul's catalog to follow its agent",
                    Duration.ofSeconds(30),
                    () -> catalog(client, consul.port(), "web").contains("web-3")
                            && catalog(client, consul.port(), "plain").contains("passing"));
            for (var step : MadeUpFilters.steps()) {
                var theirs = kept(ask(client, consul.port(), step));
                if (crashes(step, theirs)) {
                    continue;
                }
                var ours = kept(ask(client, drover.port(), step));
                differences.unmeant(step, theirs, ours).forEach(d -> unmeant.add(readable(step, d)));
            }
        }
        assertTrue(unmeant.isEmpty(), () -> unmeant.size() + " differences:\n" + String.join("\n", unmeant));
    }

    private static String catalog(HttpClient client, int port, String service) throws InterruptedException {
        return ask(client, port, new Script.Step(0, "GET", "/v1/health/service/" + service, "", Optional.empty()))
                .body();
    }

    /** Consul 1.8.7 dereferences nil where an agent's service has no proxy, and closes the connection without an answer. */
    private static boolean crashes(Script.Step step, Told theirs) {
        return step.target().matches("/v1/agent/services.*(Proxy|Connect).*")
                && theirs.parts().getOrDefault("status", "").startsWith(NO_ANSWER);
    }

    /** What was kept, or why nothing can be; what entries look like is compared elsewhere. */
    private static Told kept(Told told) {
        var parts = new TreeMap<>(told.parts());
        parts.keySet().removeIf(place -> !place.equals("status") && !place.equals("text") && !place.endsWith("ID"));
        return new Told(parts, told.body());
    }

    private static String readable(Script.Step step, String difference) {
        return difference.replace(step.target(), URLDecoder.decode(step.target(), StandardCharsets.UTF_8));
    }

    private static Told ask(HttpClient client, int port, Script.Step step) throws InterruptedException {
        try {
            return Told.ask(client, port, step, text -> text);
        } catch (IOException e) {
            return new Told(Map.of("status", NO_ANSWER + e.getMessage()), "");
        }
    }
}
