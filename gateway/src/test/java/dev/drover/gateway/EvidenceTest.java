package dev.drover.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.board.InstanceId;
import dev.drover.gateway.log.LogSettings;
import dev.drover.plane.Evidence;
import dev.drover.testkit.Await;
import dev.drover.testkit.http.BadUpstream;
import dev.drover.testkit.http.BadUpstream.Mood;
import dev.drover.testkit.http.Origin;
import dev.drover.testkit.http.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EvidenceTest {
    private static final LogSettings NO_LOG = new LogSettings(LogSettings.Form.JSON, new LogSettings.Sink.Off());

    @TempDir
    Path data;

    private final Queue<String> told = new ConcurrentLinkedQueue<>();
    private final AtomicInteger open = new AtomicInteger();

    private final Evidence evidence = id -> {
        open.incrementAndGet();
        return new Evidence.Sink() {
            @Override
            public void success() {
                told.add(id.service() + " success");
            }

            @Override
            public void failure(Evidence.Failure failure) {
                told.add(id.service() + " " + failure);
            }

            @Override
            public void close() {
                open.decrementAndGet();
            }
        };
    };

    private static String model(String more, int... ports) {
        var addresses =
                java.util.Arrays.stream(ports).mapToObj(p -> "127.0.0.1:" + p).toList();
        return "services:\n  catalog: {instances: {addresses: [" + String.join(", ", addresses) + "]}" + more
                + "}\nroutes:\n  - {match: {path: /**}, to: catalog}\n";
    }

    private List<String> taken() {
        var all = List.copyOf(told);
        told.clear();
        return all;
    }

    @Test
    void isToldOfWhatTrafficShows() throws Exception {
        try (var upstream = new BadUpstream();
                var gateway = new RunningGateway(data, NO_LOG, evidence)) {
            gateway.apply(model(", retry: off, timeouts: {head: 2s}", upstream.port()));
            assertEquals(200, gateway.ask("GET", "/").status());
            assertEquals(List.of("catalog success"), taken());
            upstream.be(Mood.FAIL);
            assertEquals(500, gateway.ask("GET", "/").status());
            assertEquals(List.of("catalog success"), taken());
            upstream.be(Mood.RESET);
            assertEquals(502, gateway.ask("GET", "/").status());
            assertEquals(List.of("catalog RESET"), taken());
            upstream.be(Mood.GARBAGE);
            assertEquals(502, gateway.ask("GET", "/").status());
            assertEquals(List.of("catalog GARBAGE"), taken());
            upstream.be(Mood.HANG);
            assertEquals(504, gateway.ask("GET", "/").status());
            assertEquals(List.of("catalog TIMEOUT"), taken());
            upstream.be(Mood.REFUSE);
            assertEquals(502, gateway.ask("GET", "/").status());
            assertEquals(List.of("catalog CONNECT"), taken());
        }
        assertEquals(0, open.get(), "every sink is closed");
    }

    @Test
    void countsAGatewayStatusAsFailureAndRetriesWhereThatIsAskedFor() throws Exception {
        try (var one = new Origin("one");
                var gateway = new RunningGateway(data, NO_LOG, evidence)) {
            gateway.apply(model(", retry: {attempts: 3, on: [502, 503]}", one.port()));
            Reply reply = gateway.ask("GET", "/status/503");
            assertEquals(503, reply.status());
            assertEquals(3, one.served());
            assertEquals(List.of("catalog STATUS_5XX", "catalog STATUS_5XX", "catalog STATUS_5XX"), taken());
            assertEquals(504, gateway.ask("GET", "/status/504").status());
            assertEquals(4, one.served(), "504 is no cause here");
            assertEquals(
                    503, gateway.ask("POST", "/status/503", "Content-Length: 0").status());
            assertEquals(5, one.served(), "POST is not repeated once it was sent");
        }
    }

    @Test
    void hearsTheEndOfWhatWasInFlightWhenTheInstanceLeft() throws Exception {
        try (var one = new Origin("one");
                var two = new Origin("two");
                var gateway = new RunningGateway(data, NO_LOG, evidence)) {
            gateway.apply(model("", one.port()));
            var id = new InstanceId("catalog", "127.0.0.1:" + one.port());
            var answer = new Thread(() -> {
                try {
                    gateway.ask("GET", "/slow/2000");
                } catch (java.io.IOException e) {
                    told.add(e.toString());
                }
            });
            answer.start();
            Await.until("it is at the origin", Duration.ofSeconds(10), () -> one.served() == 1);
            gateway.apply(model("", two.port()));
            answer.join();
            assertEquals(List.of("catalog success"), taken());
            Await.until("it is counted out", Duration.ofSeconds(10), () -> gateway.plane.inFlight(id) == 0);
            assertTrue(open.get() <= 2, "only the sinks of the new instance are open");
        }
    }
}
