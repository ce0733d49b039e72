package dev.drover.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.board.InstanceId;
import dev.drover.board.Measured;
import dev.drover.testkit.Await;
import dev.drover.testkit.FreePort;
import dev.drover.testkit.http.Reply;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What becomes of requests. */
final class GatewayPlaneTest extends GatewayStage {
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
        gateway.apply("services:\n" + service("catalog", ", concurrency: 1, pending: {limit: 1, timeout: 30s}", one)
                + "routes:\n  - {match: {path: /**}, to: catalog}\n");
        CompletableFuture<Reply> first = asked("/slow/3000");
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
}
