package dev.drover.registry.consul;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drover.model.Registry.Access;
import dev.drover.model.Registry.Token;
import dev.drover.model.Secret;
import dev.drover.model.Where;
import dev.drover.plane.control.Refused;
import dev.drover.registry.access.Tokens;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an agent is asked about itself and its machine. */
class AgentLifeTest {
    private final FakeLife life = new FakeLife();

    private static Tokens tokens() {
        var token = new Token(
                Where.nowhere(), "admin", new Secret.Plain("open"), Access.WRITE, new LinkedHashMap<>(), Access.WRITE);
        var reader = new Token(
                Where.nowhere(), "reader", new Secret.Plain("look"), Access.READ, new LinkedHashMap<>(), Access.READ);
        return Tokens.of(Map.of("open", token, "look", reader));
    }

    private static HttpResponse<String> ask(Fixture fixture, String method, String path, String token)
            throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + fixture.port() + "/v1/agent/" + path))
                    .method(method, BodyPublishers.noBody())
                    .header("X-Consul-Token", token)
                    .build();
            return client.send(request, BodyHandlers.ofString());
        }
    }

    @Test
    void asksForATokenBeforeItChangesTheNodeThoughNobodyDeclaredOne() throws Exception {
        try (var fixture = Fixture.start(Tokens.NONE, life)) {
            for (String path : List.of("reload", "leave", "force-leave/db-1")) {
                var told = ask(fixture, "PUT", path, "");
                assertEquals(403, told.statusCode());
                assertTrue(told.body().contains("registry.tokens"), told.body());
            }
            assertEquals(List.of(), life.asked);
        }
    }

    @Test
    void readsTheFileAnewAndEndsForATokenThatMay() throws Exception {
        try (var fixture = Fixture.start(tokens(), life)) {
            assertEquals(
                    "Permission denied", ask(fixture, "PUT", "leave", "look").body());
            assertEquals("Permission denied", ask(fixture, "PUT", "leave", "").body());
            assertEquals(
                    "Permission denied",
                    ask(fixture, "PUT", "force-leave/db-1", "look").body());
            assertEquals(
                    "agent: No node found with name 'db-1'",
                    ask(fixture, "PUT", "force-leave/db-1", "open").body());
            assertEquals(200, ask(fixture, "PUT", "reload", "open").statusCode());
            assertEquals(200, ask(fixture, "PUT", "leave", "open").statusCode());
            assertEquals(List.of("reload", "end"), life.asked);
        }
    }

    @Test
    void tellsWhatIsWrongWithTheFile() throws Exception {
        life.refusing = new Refused(
                Refused.Cause.BAD_INPUT, "1 problem; nothing was changed", List.of("drover.yaml:1:1: cluster: bad"));
        try (var fixture = Fixture.start(tokens(), life)) {
            var told = ask(fixture, "PUT", "reload", "open");
            assertEquals(500, told.statusCode());
            assertEquals(
                    "failed to reload: 1 problem; nothing was changed\ndrover.yaml:1:1: cluster: bad", told.body());
        }
    }

    @Test
    void tellsOfTheMachineWhatTheKernelTells() throws Exception {
        try (var fixture = Fixture.start()) {
            var told = ask(fixture, "GET", "host", "");
            assertEquals(200, told.statusCode());
            JsonNode host = new ObjectMapper().readTree(told.body());
            assertTrue(host.path("Errors").isNull(), told.body());
            long kib = Files.readAllLines(Path.of("/proc/meminfo")).stream()
                    .filter(line -> line.startsWith("MemTotal:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .sum();
            assertEquals(kib * 1024, host.at("/Memory/total").asLong());
            long used = host.at("/Memory/used").asLong();
            assertTrue(used > 0 && used < kib * 1024, told.body());
            assertEquals(
                    ManagementFactory.getOperatingSystemMXBean().getVersion(),
                    host.at("/Host/kernelVersion").asText());
            assertTrue(host.path("CPU").size() >= Runtime.getRuntime().availableProcessors(), told.body());
            assertEquals(
                    Files.getFileStore(Path.of("/")).getTotalSpace(),
                    host.at("/Disk/total").asLong());
        }
    }
}
