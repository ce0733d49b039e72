package dev.drover.registry.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.sun.net.httpserver.HttpServer;
import dev.drover.plane.Ticker;
import dev.drover.registry.MemoryRegistry;
import dev.drover.registry.command.Command;
import dev.drover.registry.entry.Check;
import dev.drover.registry.entry.CheckDefinition;
import dev.drover.registry.entry.CheckStatus;
import dev.drover.registry.entry.Node;
import dev.drover.registry.entry.Service;
import dev.drover.testkit.Await;
import dev.drover.testkit.FakeTime;
import dev.drover.testkit.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LocalAgentTest {
    private final FakeTime time = new FakeTime();
    private final MemoryRegistry registry = new MemoryRegistry(time);
    private final LocalAgent agent =
            new LocalAgent(registry, "alpha", Ticker.of(time, time), new Random(1), Local.means());

    @BeforeEach
    void registerAService() throws Exception {
        registry.apply(new Command.PutNode(Node.of("alpha", "127.0.0.1")));
        var definition = CheckDefinition.ttl(Duration.ofSeconds(10), Duration.ofSeconds(90));
        var check = new Check(
                "alpha", "ttl", "ttl", CheckStatus.PASSING, "", "", "web", "", List.of(), "ttl", definition, 0, 0);
        registry.apply(new Command.PutService(Service.of("alpha", "web", "web", 80), List.of(check), false, true));
        agent.begin("ttl");
    }

    @AfterEach
    void end() {
        agent.close();
    }

    /** A server that answers as told. */
    private record Origin(HttpServer server, AtomicInteger status, AtomicInteger asked) implements AutoCloseable {
        static Origin start() throws IOException {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            var status = new AtomicInteger(200);
            var asked = new AtomicInteger();
            server.createContext("/", exchange -> {
                byte[] body = ("time " + asked.incrementAndGet()).getBytes(StandardCharsets.US_ASCII);
                exchange.sendResponseHeaders(status.get(), body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            server.start();
            return new Origin(server, status, asked);
        }

        void answer(int code) {
            status.set(code);
        }

        int port() {
            return server.getAddress().getPort();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    private Check check() {
        return registry.state().check("alpha", "ttl");
    }

    private void pass(int seconds) throws Exception {
        for (int i = 0; i < seconds; i++) {
            time.advance(Duration.ofSeconds(1));
            agent.tick();
        }
    }

    @Test
    void turnsCriticalWhatIsNotHeardFrom() throws Exception {
        pass(10);
        assertEquals(CheckStatus.PASSING, check().status());
        pass(1);
        assertEquals(CheckStatus.CRITICAL, check().status());
        assertEquals("TTL expired", check().output());
    }

    @Test
    void keepsWhatReportsInTime() throws Exception {
        pass(9);
        agent.report(check(), CheckStatus.PASSING, "well");
        pass(9);
        assertEquals(CheckStatus.PASSING, check().status());
        pass(2);
        assertEquals("TTL expired (last output before timeout follows): well", check().output());
    }

    @Test
    void writesNothingForAReportThatChangesNothing() throws Exception {
        agent.report(check(), CheckStatus.PASSING, "well");
        long before = registry.state().index();
        agent.report(check(), CheckStatus.PASSING, "well");
        assertEquals(before, registry.state().index());
    }

    private void register(String id, CheckDefinition definition) throws Exception {
        var check =
                new Check("alpha", id, id, CheckStatus.CRITICAL, "", "", "web", "", List.of(), "", definition, 0, 0);
        registry.apply(new Command.PutCheck(check, true));
        agent.begin(id);
    }

    private static CheckDefinition made(String http, String tcp, String alias, int failures) {
        return new CheckDefinition(
                http,
                "",
                Map.of("X-Probe", List.of("drover")),
                "",
                false,
                tcp,
                "",
                false,
                List.of(),
                Duration.ZERO,
                "",
                alias,
                alias.isEmpty() ? Duration.ofSeconds(5) : Duration.ZERO,
                Duration.ofSeconds(5),
                0,
                failures,
                Duration.ZERO,
                0);
    }

    private void awaitOutput(String check, CheckStatus status, String part) {
        Await.until(
                check + " " + status + " " + part,
                Duration.ofSeconds(30),
                () -> {
                    agent.tick();
                    Check now = registry.state().check("alpha", check);
                    return now != null && now.status() == status && now.output().contains(part);
                },
                () -> String.valueOf(registry.state().check("alpha", check)));
    }

    @Test
    void asksByHttpAndByTcp() throws Exception {
        try (var origin = Origin.start()) {
            origin.answer(200);
            register("http", made("http://127.0.0.1:" + origin.port() + "/health", "", "", 0));
            register("tcp", made("", "127.0.0.1:" + origin.port(), "", 0));
            awaitOutput("http", CheckStatus.PASSING, "/health: 200 OK Output: ");
            awaitOutput("tcp", CheckStatus.PASSING, "Success");
            origin.answer(429);
            time.advance(Duration.ofSeconds(5));
            awaitOutput("http", CheckStatus.WARNING, "429");
            origin.answer(500);
            time.advance(Duration.ofSeconds(5));
            awaitOutput("http", CheckStatus.CRITICAL, "500");
        }
    }

    @Test
    void writesSeldomWhatIsMerelyPrintedAnew() throws Exception {
        registry.apply(new Command.RemoveCheck("alpha", "ttl")); // it would take its service away, unheard for so long
        try (var origin = Origin.start()) {
            register("http", made("http://127.0.0.1:" + origin.port() + "/", "", "", 0));
            awaitOutput("http", CheckStatus.PASSING, "time 1");
            awaitAsked(origin, 3);
            awaitOutput("http", CheckStatus.PASSING, "time 2");
            origin.answer(500);
            time.advance(Duration.ofSeconds(5));
            awaitOutput("http", CheckStatus.CRITICAL, "500");
            origin.answer(200);
            time.advance(Duration.ofSeconds(5));
            awaitOutput("http", CheckStatus.PASSING, "200 OK");
            time.advance(Duration.ofMinutes(6));
            int next = origin.asked().get() + 1;
            awaitOutput("http", CheckStatus.PASSING, "time " + next);
        }
    }

    /** No more time passes than it takes to be asked so often: after minutes more would be written. */
    private void awaitAsked(Origin origin, int times) {
        for (int next = origin.asked().get() + 1; next <= times; next++) {
            int wanted = next;
            time.advance(Duration.ofSeconds(5));
            Await.until("asked " + wanted + " times", Duration.ofSeconds(30), () -> {
                agent.tick();
                return origin.asked().get() >= wanted;
            });
        }
    }

    @Test
    void saysWhyNothingListens() throws Exception {
        int port = FreePort.next();
        register("http", made("http://127.0.0.1:" + port + "/", "", "", 0));
        register("tcp", made("", "127.0.0.1:" + port, "", 0));
        awaitOutput("http", CheckStatus.CRITICAL, "GET http://127.0.0.1:" + port);
        awaitOutput("tcp", CheckStatus.CRITICAL, "dial tcp 127.0.0.1:" + port);
    }

    @Test
    void followsWhatAnAliasStandsFor() throws Exception {
        registry.apply(new Command.PutService(Service.of("alpha", "other", "other", 1), List.of(), false, true));
        var definition = made("", "", "web", 0);
        var alias = new Check(
                "alpha",
                "alias",
                "alias",
                CheckStatus.CRITICAL,
                "",
                "",
                "other",
                "",
                List.of(),
                "alias",
                definition,
                0,
                0);
        registry.apply(new Command.PutCheck(alias, true));
        awaitOutput("alias", CheckStatus.PASSING, "All checks passing.");
        agent.report(check(), CheckStatus.WARNING, "slow");
        awaitOutput("alias", CheckStatus.WARNING, "Aliased check \"ttl\" failing: slow");
    }

    @Test
    void removesWhatStaysCritical() throws Exception {
        pass(11 + 90);
        assertNotNull(registry.state().service("alpha", "web"));
        pass(2);
        assertNull(registry.state().service("alpha", "web"));
    }

    @Test
    void keepsWhatRecoversInTime() throws Exception {
        pass(11 + 80);
        agent.report(check(), CheckStatus.PASSING, "");
        pass(1);
        agent.report(check(), CheckStatus.CRITICAL, "");
        pass(89);
        assertNotNull(registry.state().service("alpha", "web"));
    }
}
