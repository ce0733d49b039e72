package dev.drover.registry.plane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.board.Board;
import dev.drover.board.InstanceId;
import dev.drover.model.Model;
import dev.drover.model.read.ModelReader;
import dev.drover.model.read.Read;
import dev.drover.model.read.Sources;
import dev.drover.plane.Discovery;
import dev.drover.plane.NodeLife;
import dev.drover.plane.NotPrepared;
import dev.drover.plane.Plane;
import dev.drover.plane.Registrations;
import dev.drover.plane.Reports;
import dev.drover.plane.Secrets;
import dev.drover.plane.Ticker;
import dev.drover.plane.Vantages;
import dev.drover.registry.agent.Local;
import dev.drover.testkit.Await;
import dev.drover.testkit.FreePort;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(90)
class RegistryPlaneTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final Board board = new Board(UnaryOperator.identity(), Ticker.system());
    private final PrometheusRegistry metrics = new PrometheusRegistry();
    private final int port = FreePort.next();

    @TempDir
    Path folder;

    private RegistryPlane plane;

    private static final class Deaf implements Reports {
        @Override
        public void report(InstanceId id, Report report) {}

        @Override
        public void forget(InstanceId id) {}
    }

    /** Measures nothing, with nobody. */
    private static final class Apart implements Vantages {
        @Override
        public void share(Sharing sharing) {}

        @Override
        public void alone() {}
    }

    @BeforeEach
    void make() {
        plane = new RegistryPlane(new RegistryLoans(
                board,
                new Deaf(),
                new Apart(),
                Ticker.system(),
                new Random(1),
                "fra-1",
                RegistryLoans.id("secret".getBytes(StandardCharsets.UTF_8), "fra-1"),
                "test",
                new Secrets(Map.of()),
                Local.means(),
                NodeLife::none,
                folder.resolve("registry"),
                metrics));
    }

    @AfterEach
    void close() {
        plane.close();
    }

    private static Model model(String yaml) {
        var texts = new LinkedHashMap<String, String>();
        texts.put("drover.yaml", yaml);
        return switch (ModelReader.read(new Sources(Path.of("/nowhere"), texts))) {
            case Read.Sound sound -> sound.model();
            case Read.Refused refused ->
                throw new AssertionError(refused.problems().toString());
        };
    }

    private String with(String rest) {
        return "registry: {listen: \"127.0.0.1:" + port + "\"}\n" + rest;
    }

    private void apply(String yaml) throws NotPrepared {
        Plane.Prepared ready = plane.prepare(model(yaml));
        ready.activate();
        ready.settle();
    }

    private HttpResponse<String> ask(String method, String path, String body) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/" + path))
                .method(method, BodyPublishers.ofString(body))
                .build();
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.ofString());
        }
    }

    private Registrations.Figures figures() {
        return plane.registrations().figures().orElseThrow();
    }

    @Test
    void givesTheNamesWhatItHolds() throws Exception {
        Discovery discovery = plane.discovery();
        assertNull(discovery.now());
        apply(
                with(
                        "nodes: {fra-1: {address: 10.0.0.7, site: fra}}\nsites: {fra: {location: {latitude: 50, longitude: 8}}}\n"));
        Await.until(
                "what it holds", SOON, () -> catalog().isKnown() && catalog().node("FRA-1") != null);
        ask("PUT", "agent/service/register", """
                {"Name": "Web", "Port": 80, "Tags": ["blue"], "Check": {"TTL": "1h", "Status": "passing"}}
                """);
        Discovery.Instance web = catalog().instances("web").getFirst();
        assertEquals("10.0.0.7", web.node().address());
        assertTrue(web.isPassing());
        assertEquals("fra", catalog().site());
        long other = catalog().indexOfService("other");
        long before = catalog().indexOfService("web");
        ask("PUT", "agent/check/fail/service:Web", "");
        assertTrue(catalog().instances("web").getFirst().isCritical(), "as soon as it is answered");
        assertTrue(catalog().indexOfService("web") > before);
        assertEquals(other, catalog().indexOfService("other"));
        assertEquals(new Discovery.At(true, "fra-1"), catalog().at("10.0.0.7").orElseThrow());
        ask(
                "POST",
                "query",
                "{\"Name\": \"t-\", \"Template\": {\"Type\": \"name_prefix_match\"},"
                        + " \"Service\": {\"Service\": \"${name.suffix}\", \"Near\": \"_agent\"}, \"DNS\": {\"TTL\": \"9s\"}}");
        Discovery.Found found = catalog().query("t-web").orElseThrow();
        assertEquals("web", found.service());
        assertEquals(0, found.instances().size(), "critical");
        assertEquals(Duration.ofSeconds(9), found.ttl().orElseThrow());
        assertEquals("fra-1", found.nearest());
        assertTrue(catalog().query("nothing").isEmpty());
        assertEquals("fra-1", catalog().servers().getFirst().name());
    }

    private Discovery.Catalog catalog() {
        return Objects.requireNonNull(plane.discovery().now());
    }

    @Test
    void runsWhileTheFileHasIt() throws Exception {
        apply("cluster: x\n");
        assertTrue(plane.registrations().figures().isEmpty());
        assertEquals(0, metrics.scrape().size());
        assertTrue(Files.notExists(folder.resolve("registry")), "nothing was made for a registry that nobody wants");
        apply(with(""));
        assertEquals("127.0.0.1:" + port, figures().address());
        assertEquals(9, metrics.scrape().size());
        assertTrue(ask("GET", "catalog/nodes", "").body().contains("\"Node\":\"fra-1\""));
        ask("PUT", "kv/a", "1");
        apply("cluster: x\n");
        assertTrue(plane.registrations().figures().isEmpty());
        assertThrows(IOException.class, () -> ask("GET", "kv/a?raw", ""));
        apply(with(""));
        assertEquals("1", ask("GET", "kv/a?raw", "").body());
    }

    @Test
    void refusesAPortThatIsTakenAndGoesOnAsBefore() throws Exception {
        try (var taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            var refused = assertThrows(NotPrepared.class, () -> apply(with("")));
            String said = refused.getMessage();
            assertTrue(said.startsWith("drover.yaml:1:20: registry.listen: 127.0.0.1:" + taken.getLocalPort()), said);
        }
        assertTrue(plane.registrations().figures().isEmpty());
        apply(with(""));
    }

    @Test
    void refusesAFolderThatItCannotUseWhileTheNodeRuns() throws Exception {
        apply("cluster: x\n");
        Path there = Files.writeString(folder.resolve("registry"), "a file");
        var refused = assertThrows(NotPrepared.class, () -> apply(with("")));
        assertTrue(refused.getMessage().contains(there + " is no folder"), refused::getMessage);
        assertTrue(plane.registrations().figures().isEmpty());
    }

    @Test
    void comesUpLaterWhereTheNodeStartsWithoutItsFolder() throws Exception {
        Path there = Files.writeString(folder.resolve("registry"), "a file");
        apply(with("services: {web: {instances: registered}}\nroutes: [{match: {path: /**}, to: web}]\n"));
        assertEquals(there + " is no folder", figures().trouble());
        Instant since = figures().troubleSince().orElseThrow();
        assertTrue(figures().staleSince().isPresent());
        assertEquals(500, ask("GET", "health/service/web", "").statusCode());
        assertEquals("No cluster leader", ask("GET", "health/service/web", "").body());
        assertEquals(since, figures().troubleSince().orElseThrow());
        assertEquals(500, ask("PUT", "kv/a", "1").statusCode());
        Files.delete(there);
        Await.until("it opened", SOON, () -> ask("GET", "status/leader", "").statusCode() == 200);
        assertTrue(figures().staleSince().isEmpty());
        assertEquals("", figures().trouble());
        assertTrue(figures().troubleSince().isEmpty());
        ask("PUT", "agent/service/register", "{\"Name\": \"web\", \"Address\": \"10.0.0.9\", \"Port\": 80}");
        Await.until(
                "the instance on the board",
                SOON,
                () -> board.now().instance(new InstanceId("web", "fra-1/web")).isPresent());
    }

    @Test
    void takesWhatTheBoardSaysWhileAModelIsBeingActivated() throws Exception {
        apply(with(""));
        synchronized (plane) {
            // The board calls with its own lock, which whoever activates waits for.
            assertEquals(
                    board.now().generation(),
                    CompletableFuture.supplyAsync(() -> plane.observe(board.now()))
                            .get(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void tellsOfAnAddressOfTheNodeThatOnlyARestartChanges() throws Exception {
        apply(with("nodes: {fra-1: {address: 10.0.0.1}}\n"));
        assertTrue(ask("GET", "catalog/node/fra-1", "").body().contains("\"Address\":\"10.0.0.1\""));
        var refused = assertThrows(NotPrepared.class, () -> apply(with("nodes: {fra-1: {address: 10.0.0.2}}\n")));
        assertTrue(refused.getMessage().contains("nodes.fra-1: this node is known"), refused::getMessage);
    }
}
