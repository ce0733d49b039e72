package dev.drover.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.board.InstanceId;
import dev.drover.board.Measured;
import dev.drover.board.Served;
import dev.drover.gateway.route.Sketch;
import dev.drover.gateway.service.Preview;
import dev.drover.plane.Tail;
import dev.drover.testkit.Await;
import dev.drover.testkit.http.Origin;
import dev.drover.testkit.http.RawClient;
import dev.drover.testkit.http.Reply;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What the gateway says of what it does: answers to whoever asks, log, metrics. */
final class GatewayTellsTest extends GatewayStage {
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
