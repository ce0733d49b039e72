package dev.drover.registry.consul;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.registry.access.Tokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every endpoint of Consul's API that Drover promises, walked through once: it does something, or says clearly that it does not. */
class EndpointsTest {
    /** Method, path, and a body behind a bar. What a later one needs, an earlier one makes. */
    private static final List<String> HAD = List.of(
            "PUT /v1/agent/service/register|{\"Name\": \"web\", \"ID\": \"web\", \"Port\": 80, \"Checks\":"
                    + " [{\"CheckID\": \"ttl\", \"TTL\": \"1h\"}, {\"HTTP\": \"http://127.0.0.1:1/\", \"Interval\": \"1h\"},"
                    + " {\"TCP\": \"127.0.0.1:1\", \"Interval\": \"1h\"}]}",
            "PUT /v1/agent/check/register|{\"Name\": \"node\", \"CheckID\": \"node\", \"TTL\": \"1h\"}",
            "GET /v1/agent/self",
            "GET /v1/agent/members",
            "GET /v1/agent/services",
            "GET /v1/agent/service/web",
            "GET /v1/agent/checks",
            "GET /v1/agent/host",
            "GET /v1/agent/metrics",
            "PUT /v1/agent/maintenance?enable=false",
            "PUT /v1/agent/service/maintenance/web?enable=false",
            "PUT /v1/agent/check/pass/ttl",
            "PUT /v1/agent/check/warn/ttl",
            "PUT /v1/agent/check/fail/ttl",
            "PUT /v1/agent/check/update/ttl|{\"Status\": \"passing\"}",
            "GET /v1/agent/health/service/name/web",
            "GET /v1/agent/health/service/id/web",
            "PUT /v1/agent/check/deregister/node",
            "PUT /v1/catalog/register|{\"Node\": \"db-1\", \"Address\": \"127.0.0.3\", \"Service\": {\"Service\": \"db\"}}",
            "GET /v1/catalog/datacenters",
            "GET /v1/catalog/nodes",
            "GET /v1/catalog/services",
            "GET /v1/catalog/service/db",
            "GET /v1/catalog/node/db-1",
            "GET /v1/catalog/node-services/db-1",
            "GET /v1/health/node/db-1",
            "GET /v1/health/checks/web",
            "GET /v1/health/service/web?passing&tag=a&tag=b&near=_agent&node-meta=a:b&dc=dc1&filter=Service.Port==80",
            "GET /v1/health/state/any",
            "PUT /v1/catalog/deregister|{\"Node\": \"db-1\"}",
            "PUT /v1/kv/a?flags=1&cas=0|x",
            "GET /v1/kv/a?raw",
            "GET /v1/kv/?recurse",
            "GET /v1/kv/?keys&separator=/",
            "PUT /v1/txn|[{\"KV\": {\"Verb\": \"get\", \"Key\": \"a\"}}]",
            "PUT /v1/session/create|{}",
            "GET /v1/session/info/{id}",
            "GET /v1/session/node/alpha",
            "GET /v1/session/list",
            "PUT /v1/session/renew/{id}",
            "PUT /v1/kv/lock?acquire={id}",
            "PUT /v1/kv/lock?release={id}",
            "PUT /v1/session/destroy/{id}",
            "DELETE /v1/kv/a",
            "PUT /v1/event/fire/deploy",
            "GET /v1/event/list",
            "POST /v1/query|{\"Name\": \"q\", \"Service\": {\"Service\": \"web\"}}",
            "GET /v1/query",
            "GET /v1/query/{id}",
            "PUT /v1/query/{id}|{\"Name\": \"q\", \"Service\": {\"Service\": \"web\"}}",
            "GET /v1/query/q/execute",
            "DELETE /v1/query/{id}",
            "POST /v1/query|{\"Name\": \"t-\", \"Template\": {\"Type\": \"name_prefix_match\"}, \"Service\": {\"Service\": \"${name.suffix}\"}}",
            "GET /v1/query/t-web/explain",
            "GET /v1/coordinate/datacenters",
            "GET /v1/coordinate/nodes",
            "GET /v1/status/leader",
            "GET /v1/status/peers",
            "GET /v1/snapshot",
            "GET /v1/operator/raft/configuration",
            "PUT /v1/agent/service/deregister/web");

    /** Not had, and said so, with the status that follows. */
    private static final List<String> NOT_HAD = List.of(
            "PUT /v1/agent/reload 403", // without a token; AgentLifeTest sends one
            "PUT /v1/agent/leave 403", // likewise
            "PUT /v1/agent/join/127.0.0.1 501",
            "PUT /v1/agent/force-leave/db-1 403", // likewise
            "PUT /v1/agent/token/default 501",
            "GET /v1/agent/monitor 501",
            "GET /v1/agent/connect/ca/roots 501",
            "GET /v1/connect/ca/roots 501",
            "PUT /v1/config 501",
            "GET /v1/discovery-chain/web 501",
            "GET /v1/namespaces 501",
            "GET /v1/acl/tokens 401", // as a Consul whose access control is off
            "GET /v1/internal/ui/services 501",
            "GET /v1/operator/autopilot/configuration 501",
            "DELETE /v1/operator/raft/peer 501",
            "GET /ui/ 503"); // leads to the console of a node that runs, see PageLinksTest

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private String id = "";

    private HttpResponse<String> ask(Fixture fixture, String line) throws IOException, InterruptedException {
        String[] parts = line.split("[|]", 2);
        String[] words = parts[0].replace("{id}", id).split(" ");
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + fixture.port() + words[1]))
                .timeout(Duration.ofSeconds(20))
                .method(words[0], parts.length == 1 ? BodyPublishers.noBody() : BodyPublishers.ofString(parts[1]))
                .build();
        var told = client.send(request, BodyHandlers.ofString());
        if (told.body().matches("\\s*\\{\"ID\":\"[0-9a-f-]{36}\"}\\s*")) {
            id = told.body().replaceAll("(?s).*\"ID\":\"([0-9a-f-]{36})\".*", "$1");
        }
        return told;
    }

    @Test
    void answersEachThatItHas() throws Exception {
        var silent = new ArrayList<String>();
        try (var fixture = Fixture.start()) {
            for (String line : HAD) {
                var told = ask(fixture, line);
                var fine = line.contains("/agent/health/") ? Set.of(200, 429, 503) : Set.of(200); // as healthy as it is
                if (!fine.contains(told.statusCode())) {
                    silent.add(line + ": " + told.statusCode() + " " + told.body());
                }
            }
        }
        assertTrue(silent.isEmpty(), () -> String.join("\n", silent));
    }

    @Test
    void refusesTheRestInWords() throws Exception {
        try (var fixture = Fixture.start(Tokens.NONE, new FakeLife())) {
            for (String line : NOT_HAD) {
                int space = line.lastIndexOf(' ');
                var told = ask(fixture, line.substring(0, space));
                assertEquals(line.substring(space + 1), String.valueOf(told.statusCode()), line + ": " + told.body());
                assertFalse(told.body().isBlank(), line);
            }
        }
    }
}
