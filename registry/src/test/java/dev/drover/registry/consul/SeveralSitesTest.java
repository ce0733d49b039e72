package dev.drover.registry.consul;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drover.board.InstanceId;
import dev.drover.model.Registry.Access;
import dev.drover.model.Registry.Token;
import dev.drover.model.Secret;
import dev.drover.model.Where;
import dev.drover.plane.NodeLife;
import dev.drover.plane.Reports;
import dev.drover.plane.Ticker;
import dev.drover.plane.Vantages;
import dev.drover.registry.MemoryRegistry;
import dev.drover.registry.access.Tokens;
import dev.drover.registry.ensemble.SiteKey;
import dev.drover.registry.sites.Peers;
import dev.drover.registry.sites.Quorum;
import dev.drover.registry.sites.SiteLink;
import dev.drover.testkit.Await;
import dev.drover.testkit.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Consul's API at three sites, of which each answers for the others. */
@Timeout(60)
final class SeveralSitesTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final List<String> NAMES = List.of("fra", "nyc", "sin");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final int port = FreePort.next();
    private final List<OneSite> sites = new ArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();

    private record OneSite(SiteLink link, Fixture fixture) implements AutoCloseable {
        @Override
        public void close() {
            link.close();
            fixture.close();
        }
    }

    /** Of health nobody asks here. */
    private static final class Deaf implements Reports, Vantages {
        @Override
        public void report(InstanceId id, Report report) {}

        @Override
        public void forget(InstanceId id) {}

        @Override
        public void share(Sharing sharing) {}

        @Override
        public void alone() {}
    }

    private static Tokens tokens() {
        var token = new Token(
                Where.nowhere(), "admin", new Secret.Plain("open"), Access.WRITE, new LinkedHashMap<>(), Access.WRITE);
        return Tokens.of(Map.of("open", token));
    }

    @BeforeEach
    void start() throws IOException {
        var nodes = new LinkedHashMap<String, List<Peers.Peer>>();
        for (int i = 0; i < NAMES.size(); i++) {
            nodes.put(NAMES.get(i), List.of(new Peers.Peer(NAMES.get(i) + "-1", "127.0.0." + (1 + i))));
        }
        var key = Optional.of(SiteKey.of("a secret of more than thirty-two characters"));
        for (String site : NAMES) {
            var registry = new MemoryRegistry(InstantSource.system());
            var deaf = new Deaf();
            var random = new Random(site.hashCode());
            var link = new SiteLink(registry, new Quorum(deaf, deaf), key, Ticker.system(), random);
            var address = Optional.of(nodes.get(site).getFirst().address());
            var peers = new Peers(site + "-1", site, address, port, nodes, Map.of(), "");
            var fixture = Fixture.start(registry, site, link, tokens(), NodeLife.none());
            sites.add(new OneSite(link, fixture));
            assertTrue(link.open(peers));
            link.use(peers, fixture.server().forSites());
        }
        for (OneSite site : sites) {
            Await.until(
                    "all are heard",
                    SOON,
                    () -> site.link().others().stream().noneMatch(o -> o.node().isEmpty()));
        }
    }

    @AfterEach
    void end() {
        sites.forEach(OneSite::close);
    }

    private HttpResponse<String> ask(int site, String method, String path, String body) {
        var uri = URI.create("http://127.0.0.1:" + sites.get(site).fixture().port() + "/v1/" + path);
        try {
            return client.send(
                    HttpRequest.newBuilder(uri)
                            .method(method, BodyPublishers.ofString(body))
                            .header("X-Consul-Token", "open")
                            .build(),
                    BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private JsonNode get(int site, String path) throws IOException {
        HttpResponse<String> answer = ask(site, "GET", path, "");
        assertEquals(200, answer.statusCode(), answer::body);
        return JSON.readTree(answer.body());
    }

    private void register(int site, String status) {
        HttpResponse<String> answer = ask(
                site,
                "PUT",
                "agent/service/register",
                "{\"Name\": \"web\", \"Port\": 80, \"Check\": {\"TTL\": \"60s\", \"Status\": \"" + status + "\"}}");
        assertEquals(200, answer.statusCode(), answer::body);
    }

    @Test
    void listsThemAllItsOwnFirst() throws IOException {
        assertEquals("nyc", get(1, "catalog/datacenters").get(0).asText());
        assertEquals(3, get(1, "catalog/datacenters").size());
        Await.until("coordinates", SOON, () -> {
            try {
                return get(0, "coordinate/datacenters")
                        .valueStream()
                        .noneMatch(d -> d.path("Coordinates").isEmpty());
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        assertEquals(
                "fra",
                get(0, "coordinate/datacenters").get(0).path("Datacenter").asText());
    }

    @Test
    void answersForAnotherSiteAsThatDoes() throws Exception {
        register(1, "passing");
        assertEquals("{}", ask(0, "GET", "catalog/services", "").body());
        HttpResponse<String> there = ask(0, "GET", "health/service/web?dc=nyc&passing", "");
        assertEquals(200, there.statusCode());
        assertEquals(
                "nyc",
                JSON.readTree(there.body())
                        .get(0)
                        .path("Node")
                        .path("Datacenter")
                        .asText());
        assertEquals(
                "application/json", there.headers().firstValue("Content-Type").orElseThrow());
        assertEquals("true", there.headers().firstValue("X-Consul-KnownLeader").orElseThrow());
        String index = there.headers().firstValue("X-Consul-Index").orElseThrow();

        var waits = CompletableFuture.supplyAsync(
                () -> ask(0, "GET", "health/service/web?dc=nyc&wait=50s&index=" + index, ""));
        ask(1, "PUT", "agent/check/fail/service:web", "");
        HttpResponse<String> news = waits.get(20, TimeUnit.SECONDS);
        assertTrue(Long.parseLong(news.headers().firstValue("X-Consul-Index").orElseThrow()) > Long.parseLong(index));
        assertTrue(news.body().contains("critical"), news.body());

        assertEquals("true", ask(2, "PUT", "kv/a/b%20c?dc=nyc&flags=3", "value").body());
        assertEquals("value", ask(1, "GET", "kv/a/b%20c?raw", "").body());
        assertEquals(404, ask(2, "GET", "kv/a/b%20c", "").statusCode());
    }

    @Test
    void saysSoWhereThereIsNoSuchSiteOrTokenOrItIsGone() throws Exception {
        HttpResponse<String> nowhere = ask(0, "GET", "catalog/nodes?dc=elsewhere", "");
        assertEquals(500, nowhere.statusCode());
        assertEquals("No path to datacenter", nowhere.body());
        var uri = URI.create("http://127.0.0.1:" + sites.getFirst().fixture().port() + "/v1/catalog/nodes?dc=nyc");
        var unknown =
                HttpRequest.newBuilder(uri).header("X-Consul-Token", "other").build();
        HttpResponse<String> refused = client.send(unknown, BodyHandlers.ofString());
        assertEquals("403 ACL not found", refused.statusCode() + " " + refused.body());
        sites.get(1).close();
        HttpResponse<String> gone = ask(0, "GET", "catalog/nodes?dc=nyc", "");
        assertEquals("500 No path to datacenter", gone.statusCode() + " " + gone.body());
        assertEquals(200, ask(0, "GET", "catalog/nodes?dc=sin", "").statusCode());
    }

    @Test
    void asksOtherSitesForAQueryThatFindsNobody() throws Exception {
        register(2, "passing");
        register(1, "critical");
        String query =
                "{\"Name\": \"web\", \"Service\": {\"Service\": \"web\", \"Failover\": {\"Datacenters\": [\"nyc\", \"none\", \"sin\"]}}}";
        assertEquals(200, ask(0, "POST", "query", query).statusCode());
        JsonNode told = get(0, "query/web/execute");
        assertEquals("sin", told.path("Datacenter").asText());
        assertEquals(2, told.path("Failovers").asInt());
        assertEquals(1, told.path("Nodes").size());
        assertEquals("web", told.path("Service").asText());

        ask(2, "PUT", "agent/check/fail/service:web", "");
        JsonNode none = get(0, "query/web/execute");
        assertEquals("[] 2", none.path("Nodes") + " " + none.path("Failovers"));
        register(0, "passing");
        JsonNode here = get(0, "query/web/execute");
        assertEquals("fra 0", here.path("Datacenter").asText() + " " + here.path("Failovers"));

        ask(0, "PUT", "agent/check/fail/service:web", "");
        ask(1, "PUT", "agent/check/pass/service:web", "");
        ask(2, "PUT", "agent/check/pass/service:web", "");
        String nearest = "{\"Name\": \"near\", \"Service\": {\"Service\": \"web\", \"Failover\": {\"NearestN\": 1}}}";
        assertEquals(200, ask(0, "POST", "query", nearest).statusCode());
        JsonNode near = get(0, "query/near/execute");
        assertEquals(1, near.path("Failovers").asInt());
        assertEquals(1, near.path("Nodes").size());
    }
}
