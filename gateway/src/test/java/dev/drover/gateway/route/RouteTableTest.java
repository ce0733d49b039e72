package dev.drover.gateway.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.model.Model;
import dev.drover.model.read.ModelReader;
import dev.drover.model.read.Read;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RouteTableTest {
    private final Walk walk = new Walk();

    static Model model(String routes) {
        String yaml = """
                listen: {web: {protocol: http, address: "*:8080"}}
                services:
                  a: {instances: {addresses: [10.0.0.1:80]}}
                  b: {instances: {addresses: [10.0.0.2:80]}}
                routes:
                """ + routes;
        return switch (ModelReader.read("drover.yaml", yaml, Path.of("."))) {
            case Read.Sound sound -> sound.model();
            case Read.Refused refused -> throw new AssertionError(refused.problems());
        };
    }

    static Sketch sketch(String method, String url, String... headers) {
        var fields = new ArrayList<Map.Entry<String, String>>();
        for (String header : headers) {
            String[] parts = header.split(": ", 2);
            fields.add(Map.entry(parts[0], parts[1]));
        }
        try {
            return Sketch.of(method, url, fields, InetAddress.getLoopbackAddress());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private @Nullable String found(RouteTable table, String method, String url, String... headers) {
        CompiledRoute route = table.find(sketch(method, url, headers), walk);
        return route == null ? null : route.name();
    }

    @Test
    void prefersTheRouteThatIsWrittenFirst() {
        RouteTable table = RouteTable.of(model("""
                  - {name: exact, match: {path: /a/b}, to: a}
                  - {name: variable, match: {method: GET, path: "/a/{id}"}, to: a}
                  - {name: late, match: {path: /a/c}, to: a}
                  - {name: rest, match: {path: /**}, to: a}
                """));
        assertEquals("exact", found(table, "GET", "http://h/a/b"));
        assertEquals("variable", found(table, "GET", "http://h/a/c"));
        assertEquals("late", found(table, "POST", "http://h/a/c"));
        assertEquals("rest", found(table, "GET", "http://h/a/b/c"));
        assertEquals("rest", found(table, "GET", "http://h/"));
        assertEquals("rest", found(table, "GET", "http://h/a/"));
    }

    @Test
    void matchesTheRestAtAndBelowItsPath() {
        RouteTable table = RouteTable.of(model("  - {name: rest, match: {path: /files/**}, to: a}\n"));
        assertEquals("rest", found(table, "GET", "http://h/files"));
        assertEquals("rest", found(table, "GET", "http://h/files/"));
        assertEquals("rest", found(table, "GET", "http://h/files/a/b/"));
        assertNull(found(table, "GET", "http://h/file"));
        assertNull(found(table, "GET", "http://h/filesystem"));
        assertNull(found(table, "GET", "http://h/"));
    }

    @Test
    void matchesVeryDeepPathsByTheirRestOnly() {
        RouteTable table = RouteTable.of(model("  - {name: rest, match: {path: /a/**}, to: a}\n"));
        assertEquals("rest", found(table, "GET", "http://h/a" + "/x".repeat(1000)));
        assertNull(found(table, "GET", "http://h/b" + "/x".repeat(1000)));
    }

    @Test
    void choosesByHostAcrossAllOfThem() {
        RouteTable table = RouteTable.of(model("""
                  - {name: early, match: {host: "*.example.com", path: /early}, to: a}
                  - {name: shop, match: {host: shop.example.com, path: /**}, to: a}
                  - {name: wild, match: {host: "*.example.com", path: /**}, to: a}
                  - {name: any, match: {path: /**}, to: a}
                """));
        assertEquals("early", found(table, "GET", "http://shop.example.com/early"));
        assertEquals("shop", found(table, "GET", "http://SHOP.example.com:8080/x"));
        assertEquals("shop", found(table, "GET", "http://shop.example.com./x"));
        assertEquals("wild", found(table, "GET", "http://a.b.example.com/x"));
        assertEquals("any", found(table, "GET", "http://example.com/x"));
        assertEquals("any", found(table, "GET", "http://badexample.com/x"));
    }

    @Test
    void testsFieldsAndParameters() {
        RouteTable table = RouteTable.of(model("""
                  - {name: canary, match: {path: /**, headers: {X-Canary: "yes"}}, to: b}
                  - {name: kind, match: {path: /**, headers: {X-Kind: {starts-with: a}}}, to: b}
                  - {name: v2, match: {path: /**, query: {v: "2 0"}}, to: b}
                  - {name: quiet, match: {path: /**, headers: {X-Debug: {present: false}}}, to: b}
                  - {name: loud, match: {path: /**}, to: b}
                """));
        assertEquals("canary", found(table, "GET", "http://h/", "x-canary: yes"));
        assertEquals("canary", found(table, "GET", "http://h/", "X-Canary: no", "X-Canary: yes"));
        assertEquals("kind", found(table, "GET", "http://h/", "X-Kind: abc"));
        assertEquals("v2", found(table, "GET", "http://h/?x=1&%76=2+0"));
        assertEquals("v2", found(table, "GET", "http://h/?v=1&v=2%200"));
        assertEquals("quiet", found(table, "GET", "http://h/?v=2%30"));
        assertEquals("loud", found(table, "GET", "http://h/", "X-Debug: "));
    }

    @Test
    void saysWhichMethodsAreAllowed() {
        RouteTable table = RouteTable.of(model("""
                  - {match: {method: [GET, HEAD], path: "/orders/{id}"}, to: a}
                  - {match: {method: POST, path: /orders/**}, to: a}
                  - {match: {method: DELETE, path: /orders/**, headers: {X: "1"}}, to: a}
                """));
        assertEquals(Set.of("GET", "HEAD", "POST"), table.allowed(sketch("PUT", "http://h/orders/1"), walk));
        assertEquals(Set.of("POST"), table.allowed(sketch("PUT", "http://h/orders"), walk));
        assertTrue(table.allowed(sketch("PUT", "http://h/other"), walk).isEmpty());
    }

    @Test
    void splitsByClientAndMovesOnlyThoseAtTheBorder() throws Exception {
        var before = new Split(List.of(0, 1), List.of(95, 5));
        var after = new Split(List.of(0, 1), List.of(90, 10));
        Map<Integer, Integer> shares = new HashMap<>();
        for (int i = 0; i < 10_000; i++) {
            InetAddress client = InetAddress.getByAddress(new byte[] {10, 0, (byte) (i >>> 8), (byte) i});
            int was = before.pick(client);
            assertEquals(was, before.pick(client));
            assertTrue(was == 0 || after.pick(client) == 1, "a client of the growing share left it");
            shares.merge(after.pick(client), 1, Integer::sum);
        }
        assertTrue(shares.get(1) > 850 && shares.get(1) < 1150, shares.toString());
    }

    @Test
    void rewritesByTemplateAndPrefix() {
        assertEquals("/items/7/of/a/b", rewritten("/c/{id}/**", "{path: \"/items/{id}/of/{rest}\"}", "/c/7/a/b"));
        assertEquals("/v2/x", rewritten("/c/**", "{prefix: /v2}", "/c/x"));
        assertEquals("/v2", rewritten("/c/**", "{prefix: /v2}", "/c"));
        assertEquals("/x", rewritten("/c/**", "{prefix: /}", "/c/x"));
        assertEquals("/", rewritten("/c/**", "{prefix: /}", "/c"));
        assertEquals("/v2/c/x", rewritten("/**", "{prefix: /v2}", "/c/x"));
    }

    private String rewritten(String pattern, String rewrite, String path) {
        RouteTable table =
                RouteTable.of(model("  - {match: {path: \"" + pattern + "\"}, to: a, rewrite: " + rewrite + "}\n"));
        Sketch sketch = sketch("GET", "http://h" + path);
        CompiledRoute route = table.find(sketch, walk);
        ByteBuf out = Unpooled.buffer();
        try {
            java.util.Objects.requireNonNull(route).writePath(sketch, out);
            return out.toString(StandardCharsets.US_ASCII);
        } finally {
            out.release();
        }
    }

    @Test
    void explainsWhyTheOthersDoNotServe() {
        Model model = model("""
                  - {name: host, match: {host: shop.example.com, path: /**}, to: a}
                  - {name: method, match: {method: POST, path: /**}, to: a}
                  - {name: header, match: {path: /**, headers: {X-Canary: "yes"}}, to: a}
                  - {name: path, match: {path: "/b/{id}"}, to: a}
                  - {name: wins, match: {path: "/a/{id}"}, to: b, rewrite: {path: "/x/{id}"}}
                  - {name: later, match: {path: /a/**}, to: a}
                """);
        Explanation told = Explanation.of(model, sketch("GET", "http://h/a/7?q=1", "X-Canary: no"));
        Explanation.Chosen chosen = told.chosen().orElseThrow();
        assertEquals("wins", chosen.route());
        assertEquals("to b", chosen.does());
        assertEquals("/x/7?q=1", chosen.upstreamPath());
        assertEquals(
                List.of(
                        "host h is not shop.example.com",
                        "method GET is not POST",
                        "header X-Canary is \"no\", wanted \"yes\"",
                        "path /a/7 is not /b/{id}",
                        "all conditions hold, first in the file",
                        "all conditions hold, yet wins (line " + chosen.where().line() + ") comes first"),
                told.routes().stream().map(Explanation.Verdict::why).toList());
    }

    @Test
    void explainsThatNoRouteServes() {
        Model model = model("  - {match: {method: POST, path: /a}, to: a}\n");
        assertEquals(
                "405 Method Not Allowed, Allow: POST",
                Explanation.of(model, sketch("GET", "http://h/a")).otherwise());
        assertEquals("404 Not Found", Explanation.of(model, sketch("GET", "/b")).otherwise());
    }
}
