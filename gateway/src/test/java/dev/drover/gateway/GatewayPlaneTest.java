package dev.drover.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.board.Change;
import dev.drover.board.InstanceId;
import dev.drover.board.Measured;
import dev.drover.board.Served;
import dev.drover.gateway.route.Sketch;
import dev.drover.gateway.service.Preview;
import dev.drover.plane.Deadline;
import dev.drover.plane.NotPrepared;
import dev.drover.plane.Tail;
import dev.drover.plane.Ticker;
import dev.drover.testkit.Await;
import dev.drover.testkit.FreePort;
import dev.drover.testkit.http.Origin;
import dev.drover.testkit.http.RawClient;
import dev.drover.testkit.http.Reply;
import dev.drover.testkit.http.WebSocketPeer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class GatewayPlaneTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    Path data;

    private RunningGateway gateway;
    private Origin one;
    private Origin two;

    @BeforeEach
    void start() {
        one = new Origin("one");
        two = new Origin("two");
        gateway = new RunningGateway(data);
    }

    @AfterEach
    void stop() {
        gateway.close();
        one.close();
        two.close();
    }

    private String service(String name, String more, Origin... origins) {
        String addresses = String.join(
                ", ",
                List.of(origins).stream().map(o -> "127.0.0.1:" + o.port()).toList());
        return "  " + name + ": {instances: {addresses: [" + addresses + "]}" + more + "}\n";
    }

    private String twoInstances(String more) {
        return "services:\n" + service("catalog", more, one, two)
                + "routes:\n  - {name: all, match: {path: /**}, to: catalog}\n";
    }

    @Test
    void forwardsToEveryInstanceInService() throws Exception {
        gateway.apply(twoInstances(", balance: round-robin"));
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 8; i++) {
            Reply reply = gateway.ask("GET", "/x?y=1");
            assertEquals(200, reply.status());
            assertEquals("GET /x?y=1", reply.text().strip());
            seen.add(reply.field("x-origin").orElseThrow());
        }
        assertEquals(Set.of("one", "two"), seen);
    }

    @Test
    void sendsNothingToAnInstanceThatIsOut() throws Exception {
        gateway.apply(twoInstances(""));
        gateway.measure(new InstanceId("catalog", "127.0.0.1:" + one.port()), Measured.State.DOWN);
        for (int i = 0; i < 8; i++) {
            assertEquals("two", gateway.ask("GET", "/").field("x-origin").orElseThrow());
        }
    }

    @Test
    void answersUnknownPathsAndMethodsWithProblems() throws Exception {
        gateway.apply("services:\n" + service("catalog", "", one)
                + "routes:\n  - {match: {method: [GET, HEAD], path: /catalog/**}, to: catalog}\n");
        Reply unknown = gateway.ask("GET", "/nowhere");
        assertEquals(404, unknown.status());
        assertEquals("application/problem+json", unknown.field("content-type").orElseThrow());
        assertTrue(unknown.text()
                .contains("\"requestId\":\"" + unknown.field("x-request-id").orElseThrow() + "\""));
        Reply refused = gateway.ask("POST", "/catalog/x", "Content-Length: 0");
        assertEquals(405, refused.status());
        assertEquals("GET, HEAD", refused.field("allow").orElseThrow());
    }

    @Test
    void answersWithoutUpstream() throws Exception {
        gateway.apply("""
                routes:
                  - match: {path: "/old/{id}"}
                    to: {redirect: {status: 308, location: "https://shop.example.com/new/{id}{query}"}}
                  - match: {path: /fixed}
                    to: {respond: {status: 200, headers: {X-A: b}, body: "hello"}}
                    headers: {response: {set: {Strict-Transport-Security: max-age=60}}}
                """);
        Reply moved = gateway.ask("GET", "/old/7?a=b");
        assertEquals(308, moved.status());
        assertEquals(
                "https://shop.example.com/new/7?a=b", moved.field("location").orElseThrow());
        Reply fixed = gateway.ask("GET", "/fixed");
        assertEquals("hello", fixed.text());
        assertEquals("b", fixed.field("x-a").orElseThrow());
        assertEquals("max-age=60", fixed.field("strict-transport-security").orElseThrow());
        Reply head = gateway.ask("HEAD", "/fixed");
        assertEquals("5", head.field("content-length").orElseThrow());
    }

    @Test
    void rewritesPathAndChangesFields() throws Exception {
        gateway.apply("services:\n" + service("catalog", "", one) + """
                routes:
                  - match: {path: /fields}
                    to: catalog
                    headers: {request: {remove: [X-Internal], set: {X-Edge: "drover {host}"}, add: {X-Client: "{client}"}}}
                  - match: {path: "/items/{id}/**"}
                    to: catalog
                    rewrite: {path: "/v2/{rest}/of/{id}"}
                  - match: {path: /catalog/**}
                    to: catalog
                    rewrite: {prefix: /v3}
                """);
        String fields = gateway.ask("GET", "/fields", "X-Internal: secret", "X-Edge: forged")
                .text();
        assertFalse(fields.contains("secret"));
        assertFalse(fields.contains("forged"));
        assertTrue(fields.contains("x-edge: drover localhost"), fields);
        assertTrue(fields.contains("x-client: 127.0.0.1"), fields);
        assertTrue(fields.contains("traceparent: 00-"), fields);
        assertTrue(fields.contains("x-request-id: "), fields);
        assertEquals(
                "GET /v2/a/b/of/7?q",
                gateway.ask("GET", "/items/7/a/b?q").text().strip());
        assertEquals("GET /v3/a", gateway.ask("GET", "/catalog/a").text().strip());
        assertEquals("GET /v3", gateway.ask("GET", "/catalog").text().strip());
    }

    @Test
    void keepsAStickyClientAtItsInstance() throws Exception {
        gateway.apply(twoInstances(", balance: {sticky: {cookie: drover, lifetime: 1h}}"));
        Reply first = gateway.ask("GET", "/");
        String cookie = first.field("set-cookie").orElseThrow();
        assertTrue(cookie.endsWith("; Path=/; HttpOnly; SameSite=Lax; Max-Age=3600"), cookie);
        String pair = cookie.substring(0, cookie.indexOf(';'));
        for (int i = 0; i < 10; i++) {
            Reply next = gateway.ask("GET", "/", "Cookie: a=b; " + pair);
            assertEquals(first.field("x-origin"), next.field("x-origin"));
            assertTrue(next.field("set-cookie").isEmpty());
        }
    }

    @Test
    void hashesAFieldToOneInstance() throws Exception {
        gateway.apply(twoInstances(", balance: {hash: {header: X-User}}"));
        String first = gateway.ask("GET", "/", "X-User: eve").field("x-origin").orElseThrow();
        for (int i = 0; i < 10; i++) {
            assertEquals(
                    first,
                    gateway.ask("GET", "/", "X-User: eve").field("x-origin").orElseThrow());
        }
    }

    @Test
    void retriesAnInstanceThatRefusesConnections() throws Exception {
        int nobody = FreePort.next();
        gateway.apply("services:\n  catalog: {instances: {addresses: [127.0.0.1:" + nobody + ", 127.0.0.1:"
                + one.port() + "]}, balance: round-robin}\n"
                + "routes:\n  - {match: {path: /**}, to: catalog}\n");
        for (int i = 0; i < 8; i++) {
            assertEquals(200, gateway.ask("GET", "/").status());
        }
    }

    @Test
    void givesTheMaintenanceAnswerWhenAllAreDown() throws Exception {
        gateway.apply(twoInstances(
                ", health: {all-down: {respond: {status: 503, headers: {Retry-After: \"30\"}, body: back soon}}}"));
        gateway.measure(new InstanceId("catalog", "127.0.0.1:" + one.port()), Measured.State.DOWN);
        gateway.measure(new InstanceId("catalog", "127.0.0.1:" + two.port()), Measured.State.DOWN);
        Reply reply = gateway.ask("GET", "/");
        assertEquals(503, reply.status());
        assertEquals("back soon", reply.text());
        assertEquals("30", reply.field("retry-after").orElseThrow());
    }

    @Test
    void letsRequestsWaitForAPlaceUnderTheCap() throws Exception {
        gateway.apply("services:\n" + service("catalog", ", concurrency: 1, pending: {limit: 1, timeout: 5s}", one)
                + "routes:\n  - {match: {path: /**}, to: catalog}\n");
        CompletableFuture<Reply> first = asked("/slow/600");
        Await.until("the first is at the origin", SOON, () -> one.served() == 1);
        CompletableFuture<Reply> waits = asked("/slow/1");
        Await.until(
                "the second waits", SOON, () -> metric("drover_service_waiting").contains("1.0"));
        Reply turnedAway = gateway.ask("GET", "/slow/1");
        assertEquals(503, turnedAway.status());
        assertEquals("1", turnedAway.field("retry-after").orElseThrow());
        assertEquals(200, first.get().status());
        assertEquals(200, waits.get().status());
        assertEquals(200, gateway.ask("GET", "/slow/1").status());
    }

    private String metric(String name) {
        return gateway.metrics.scrape(name::equals).stream()
                .flatMap(s -> s.getDataPoints().stream())
                .map(p -> p instanceof io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot g
                        ? Double.toString(g.getValue())
                        : p.toString())
                .toList()
                .toString();
    }

    private CompletableFuture<Reply> asked(String target) {
        var answer = new CompletableFuture<Reply>();
        Thread.startVirtualThread(() -> {
            try {
                answer.complete(gateway.ask("GET", target));
            } catch (IOException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    @Test
    void keepsConnectionsWhenAnotherModelIsApplied() throws Exception {
        gateway.apply(twoInstances(""));
        try (RawClient client = gateway.client()) {
            client.get("/a");
            assertEquals(200, client.reply().orElseThrow().status());
            gateway.apply("services:\n" + service("catalog", "", two)
                    + "routes:\n  - {match: {path: /**}, to: catalog, rewrite: {prefix: /new}}\n");
            client.get("/a");
            Reply reply = client.reply().orElseThrow();
            assertEquals("two", reply.field("x-origin").orElseThrow());
            assertEquals("GET /new/a", reply.text().strip());
        }
    }

    @Test
    void keepsAWebSocketAcrossModelsAndEndsItWhenTheNodeDoes() throws Exception {
        gateway.apply(twoInstances(""));
        try (WebSocketPeer peer = WebSocketPeer.open(gateway.port, "/ws")) {
            peer.echo("one");
            for (int i = 0; i < 5; i++) {
                gateway.apply(twoInstances("")
                        .replace(
                                "routes:",
                                "routes:\n  - {match: {path: /new" + i + "}, to: {respond: {status: 204}}}"));
                peer.echo("after " + i);
            }
            assertEquals(204, gateway.ask("GET", "/new4").status());
            gateway.plane.quiesce(Deadline.after(Ticker.system(), Duration.ofMillis(100)));
            peer.echo("still, until the plane closes");
            gateway.plane.close();
            assertThrows(IOException.class, () -> peer.echo("gone"));
        }
    }

    @Test
    void letsARemovedInstanceFinish() throws Exception {
        gateway.apply(twoInstances(", balance: round-robin"));
        CompletableFuture<Reply> slow = asked("/slow/500");
        Await.until("it is at an origin", SOON, () -> one.served() + two.served() == 1);
        Origin busy = one.served() == 1 ? one : two;
        var id = new InstanceId("catalog", "127.0.0.1:" + busy.port());
        assertEquals(1, gateway.plane.inFlight(id));
        gateway.apply("services:\n" + service("catalog", "", busy == one ? two : one)
                + "routes:\n  - {match: {path: /**}, to: catalog}\n");
        assertEquals(1, gateway.plane.inFlight(id));
        assertEquals(200, slow.get().status());
        Await.until("it is counted out", SOON, () -> gateway.plane.inFlight(id) == 0);
    }

    @Test
    void saysWhatIsServed() throws Exception {
        gateway.apply(twoInstances(""));
        var id = new InstanceId("catalog", "127.0.0.1:" + one.port());
        assertEquals(2, gateway.plane.served("catalog").size());
        assertEquals("0 in flight", served(id).detail());
        gateway.measure(id, Measured.State.DOWN);
        assertEquals("gets nothing", served(id).detail());
        assertTrue(gateway.plane.served("other").isEmpty());
    }

    private Served served(InstanceId id) {
        return Objects.requireNonNull(gateway.plane.served(id.service()).get(id.instance()));
    }

    @Test
    void goesOnWithAServiceThatTheBoardForgetsBeforeTheModelDoes() throws Exception {
        gateway.apply(twoInstances(""));
        gateway.board.apply(new Change.Gone("catalog"));
        assertEquals(200, gateway.ask("GET", "/").status());
    }

    @Test
    void explainsWhichInstanceWouldServe() throws Exception {
        gateway.apply(twoInstances(", balance: {hash: {header: X-User}}"));
        String served = gateway.ask("GET", "/", "X-User: eve").field("x-origin").orElseThrow();
        Origin origin = served.equals("one") ? one : two;
        var sketch = Sketch.of(
                "GET", "http://localhost/", List.of(Map.entry("X-User", "eve")), InetAddress.getLoopbackAddress());
        RouteAnswer told = gateway.plane.explain(sketch);
        Preview preview = told.preview().orElseThrow();
        assertEquals("127.0.0.1:" + origin.port(), preview.instance().orElseThrow());
        assertTrue(preview.certain());
        assertEquals("by hash of header X-User", preview.why());
        assertEquals("all", told.explanation().chosen().orElseThrow().route());
    }

    @Test
    void refusesAPortThatIsTaken() throws Exception {
        try (var taken = new ServerSocket(0)) {
            String yaml = "listen: {web: {protocol: http, address: \"127.0.0.1:" + taken.getLocalPort() + "\"}}\n"
                    + "routes:\n  - {match: {path: /}, to: {respond: {status: 204}}}\n";
            var refused = assertThrows(NotPrepared.class, () -> gateway.applyWhole(yaml));
            assertTrue(refused.getMessage().contains("listen.web"), refused.getMessage());
            assertTrue(refused.getMessage().contains(Integer.toString(taken.getLocalPort())), refused.getMessage());
        }
    }

    @Test
    void refusesAnAuthorityThatCannotBeReadAndGoesOn() throws Exception {
        gateway.apply(twoInstances(""));
        Path bad = Files.writeString(data.resolve("bad.pem"), "no certificate");
        var refused = assertThrows(
                NotPrepared.class, () -> gateway.apply(twoInstances(", tls: {verified: {authority: " + bad + "}}")));
        assertTrue(refused.getMessage().contains("services.catalog.tls"), refused.getMessage());
        assertTrue(refused.getMessage().contains("bad.pem"), refused.getMessage());
        assertEquals(200, gateway.ask("GET", "/").status());
    }

    @Test
    void closesListenersThatAreGone() throws Exception {
        gateway.apply("routes:\n  - {match: {path: /}, to: {respond: {status: 204}}}\n");
        assertEquals(204, gateway.ask("GET", "/").status());
        int other = FreePort.next();
        gateway.applyWhole("listen: {other: {protocol: http, address: \"127.0.0.1:" + other + "\"}}\n"
                + "routes:\n  - {match: {path: /}, to: {respond: {status: 204}}}\n");
        Await.until("the old port refuses", SOON, () -> {
            try (RawClient client = gateway.client()) {
                return false;
            } catch (IOException e) {
                return true;
            }
        });
        try (RawClient client = RawClient.connect(other)) {
            client.get("/");
            assertEquals(204, client.reply().orElseThrow().status());
        }
    }

    @Test
    void finishesWhatIsInFlightWhenItDrains() throws Exception {
        gateway.apply(twoInstances(""));
        CompletableFuture<Reply> slow = asked("/slow/400");
        Await.until("it is at an origin", SOON, () -> one.served() + two.served() == 1);
        gateway.plane.quiesce(Deadline.after(Ticker.system(), SOON));
        Reply reply = slow.get();
        assertEquals(200, reply.status());
        assertTrue(reply.closes());
        assertThrows(IOException.class, () -> gateway.ask("GET", "/"));
    }

    @Test
    void tellsClientsToMoveAwayAndServesThemOn() throws Exception {
        gateway.apply(twoInstances(""));
        try (var before = gateway.client()) {
            before.get("/");
            assertFalse(before.reply().orElseThrow().closes());
            gateway.plane.keepConnections(false);
            before.get("/");
            Reply told = before.reply().orElseThrow();
            assertEquals(200, told.status());
            assertTrue(told.closes());
        }
        assertTrue(gateway.ask("GET", "/").closes());
        gateway.plane.keepConnections(true);
        assertFalse(gateway.ask("GET", "/").closes());
    }

    @Test
    void writesALineForEveryRequest() throws Exception {
        gateway.apply(twoInstances(""));
        gateway.ask("GET", "/ab?q=1", "User-Agent: test \"x\"");
        gateway.ask("GET", "/status/404");
        Path log = data.resolve("access.log");
        Await.until(
                "two lines",
                SOON,
                () -> Files.exists(log) && Files.readAllLines(log).size() == 2);
        List<String> lines = Files.readAllLines(log);
        String first = lines.stream().filter(l -> l.contains("q=1")).findFirst().orElse("");
        assertTrue(first.contains("\"route\":\"all\",\"service\":\"catalog\",\"instance\":\"127.0.0.1:"), first);
        assertTrue(first.contains("\"agent\":\"test \\u0022x\\u0022\""), first);
        assertTrue(first.contains("\"status\":200"), first);
        assertTrue(lines.stream().anyMatch(l -> l.contains("\"status\":404")));
    }

    @Test
    void logsWhatItCouldNotRead() throws Exception {
        gateway.apply(twoInstances(""));
        try (RawClient client = gateway.client()) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n");
            Reply reply = client.reply().orElseThrow();
            assertEquals(400, reply.status());
            String id = reply.field("x-request-id").orElseThrow();
            Path log = data.resolve("access.log");
            Await.until("its line", SOON, () -> Files.readString(log).contains("\"id\":\"" + id + "\""));
        }
    }

    @Test
    void showsRequestsToWhoeverWatches() throws Exception {
        gateway.apply(twoInstances(""));
        var filter = new Tail.Filter(java.util.Optional.of("all"), java.util.Optional.empty(), 500, 599);
        try (Tail.Watch watch = gateway.plane.tail().open(filter)) {
            gateway.ask("GET", "/status/200");
            gateway.ask("GET", "/status/503?a");
            Tail.Line line = watch.next(SOON).orElseThrow();
            assertEquals(503, line.status());
            assertEquals("/status/503?a", line.target());
            assertEquals("catalog", line.service());
            assertTrue(line.stages().containsKey("upstream"), line.toString());
        }
    }

    @Test
    void countsByRouteServiceAndStatus() throws Exception {
        gateway.apply(twoInstances(""));
        gateway.ask("GET", "/status/200");
        gateway.ask("GET", "/status/404");
        gateway.ask("GET", "/status/404");
        Await.until("three are counted", SOON, () -> requests("4xx") == 2 && requests("2xx") == 1);
    }

    private double requests(String status) {
        return gateway.metrics.scrape("drover_requests"::equals).stream()
                .flatMap(s -> s.getDataPoints().stream())
                .filter(p -> status.equals(p.getLabels().get("status")))
                .mapToDouble(p ->
                        ((io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot) p).getValue())
                .sum();
    }
}
