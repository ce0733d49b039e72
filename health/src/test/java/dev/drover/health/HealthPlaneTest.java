package dev.drover.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.board.Board;
import dev.drover.board.Change;
import dev.drover.board.Instance;
import dev.drover.board.InstanceId;
import dev.drover.board.Measured;
import dev.drover.board.Measured.State;
import dev.drover.health.address.AddressPlane;
import dev.drover.model.Health;
import dev.drover.model.Model;
import dev.drover.plane.Conductor;
import dev.drover.plane.Deadline;
import dev.drover.plane.Evidence;
import dev.drover.plane.Ticker;
import dev.drover.policy.floor.FloorRules;
import dev.drover.testkit.Await;
import dev.drover.testkit.FreePort;
import dev.drover.wire.Loops;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The plane among its neighbours, on real loops and sockets. */
final class HealthPlaneTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Ticker ticker = Ticker.system();
    private final Loops loops = Loops.start(2, ticker);
    private final Board board = new Board(new FloorRules(() -> running()), ticker);
    private final PrometheusRegistry metrics = new PrometheusRegistry();
    private final AddressPlane addresses = new AddressPlane(board, ticker);
    private final HealthPlane health = new HealthPlane(board, ticker, loops, new SplittableRandom(1), metrics);
    private final Conductor conductor = new Conductor(List.of(addresses, health), board);
    private final AtomicInteger accepted = new AtomicInteger();
    private ServerSocket server;

    private Model running() {
        return conductor.running();
    }

    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try {
                    server.accept().close();
                    accepted.incrementAndGet();
                } catch (IOException e) {
                    // closed by the test
                }
            }
        });
        conductor.start();
    }

    @AfterEach
    void stop() throws IOException {
        conductor.close();
        loops.close();
        server.close();
    }

    private static Health health(Duration interval) {
        Health d = Health.DEFAULT;
        return new Health(
                new Health.Check.Tcp(),
                interval,
                Duration.ofSeconds(5),
                2,
                2,
                10,
                d.flaps(),
                d.evidence(),
                d.removeAtMost(),
                d.allDown());
    }

    private Model model() {
        return Models.of(Models.service(
                "shop", health(Duration.ofMillis(50)), Models.address("127.0.0.1", server.getLocalPort())));
    }

    private InstanceId id() {
        return new InstanceId("shop", "127.0.0.1:" + server.getLocalPort());
    }

    private Measured measured() {
        return board.now().instance(id()).orElseThrow().measured();
    }

    private void await(State state) {
        Await.until("measured " + state, PATIENCE, () -> measured().state() == state);
    }

    @Test
    void declaredInstanceIsCheckedAndServed() throws Exception {
        conductor.apply(model());
        await(State.UP);
        assertTrue(
                measured().reason().startsWith("check passed: connected in "),
                measured().reason());
        assertTrue(board.now().instance(id()).orElseThrow().standing().isIn());
        assertEquals(
                "connect every 50ms, timeout 5s",
                health.probes().of(id()).orElseThrow().check());
    }

    @Test
    void managedInstanceStartsUntilItPassesACheckOrItsTimeIsOver() throws Exception {
        conductor.apply(Models.of(Models.managed("run", health(Duration.ofMillis(50)), Duration.ofSeconds(3))));
        var id = new InstanceId("run", "run-1");
        var closed = new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePort.next());
        board.apply(new Change.Found("run", "test", List.of(new Change.Known("run-1", closed, Instance.MANAGED, 1))));
        var seen = new CopyOnWriteArrayList<Instance>();
        Await.until("down", PATIENCE, () -> {
            Instance now = board.now().instance(id).orElseThrow();
            seen.addIfAbsent(now);
            return now.measured().state() == State.DOWN;
        });
        Instance starting = seen.get(seen.size() - 2);
        assertEquals(State.UNKNOWN, starting.measured().state());
        assertEquals(
                "starting: no check has passed yet (connection refused)",
                starting.measured().reason());
        assertEquals("starting, and no other is up", starting.standing().why());
        String down = seen.getLast().measured().reason();
        assertTrue(down.startsWith("did not come up within 3s: connection refused"), down);

        var open = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort());
        board.apply(new Change.Found("run", "test", List.of(new Change.Known("run-1", open, Instance.MANAGED, 1))));
        Await.until(
                "up",
                PATIENCE,
                () -> board.now().instance(id).orElseThrow().measured().isUp());
    }

    @Test
    void instanceThatDiesGoesDownAndIsServedAsTheLastOne() throws Exception {
        conductor.apply(model());
        await(State.UP);
        server.close();
        await(State.DOWN);
        assertTrue(
                measured().reason().startsWith("2 of 2 checks failed: connection refused"),
                measured().reason());
        assertEquals(
                "measured down, kept by the floor: the only one fails, served all the same",
                board.now().instance(id()).orElseThrow().standing().why());
    }

    @Test
    void sameModelAgainKeepsStateAndChecks() throws Exception {
        conductor.apply(model());
        await(State.UP);
        Await.until(
                "some checks",
                PATIENCE,
                () -> health.probes().of(id()).orElseThrow().last().size() > 2);
        long generation = board.now().generation();
        conductor.apply(model());
        assertTrue(health.probes().of(id()).orElseThrow().last().size() > 2);
        assertEquals(generation, board.now().generation());
    }

    @Test
    void checksStopWhenTheServiceIsRemoved() throws Exception {
        conductor.apply(model());
        await(State.UP);
        conductor.apply(Models.of());
        assertTrue(health.probes().of(id()).isEmpty());
        int before = settled();
        var again = Models.of(Models.service("other", health(Duration.ofMillis(50)), Models.address("127.0.0.2", 1)));
        conductor.apply(again);
        var other = new InstanceId("other", "127.0.0.2:1");
        Await.until(
                "other is checked a few times",
                PATIENCE,
                () -> health.probes().of(other).map(p -> p.last().size() > 5).orElse(false));
        assertEquals(before, accepted.get());
    }

    /** Connections so far, once those that were under way are counted too: more than one check would come in that time. */
    private int settled() {
        var seen = new long[] {accepted.get(), ticker.nanos()};
        Await.until("no connection for a second", PATIENCE, () -> {
            if (accepted.get() != seen[0]) {
                seen[0] = accepted.get();
                seen[1] = ticker.nanos();
            }
            return ticker.nanos() - seen[1] > 1_000_000_000;
        });
        return (int) seen[0];
    }

    @Test
    void evidenceOfLiveTrafficEjects() throws Exception {
        conductor.apply(model());
        await(State.UP);
        Evidence.Sink sink = health.evidence().open(id());
        for (int i = 0; i < 5; i++) {
            sink.failure(Evidence.Failure.TIMEOUT);
        }
        await(State.EJECTED);
        assertTrue(
                measured().reason().startsWith("5 requests in a row failed"),
                measured().reason());
    }

    @Test
    void tellsPrometheusByService() throws Exception {
        conductor.apply(model());
        await(State.UP);
        String names = metrics.scrape().stream()
                .map(s -> s.getMetadata().getPrometheusName())
                .sorted()
                .toList()
                .toString();
        assertTrue(names.contains("drover_health_checks"), names);
        assertTrue(names.contains("drover_instances"), names);
    }

    @Test
    void quiescedPlaneLeavesWhatWasMeasured() throws Exception {
        conductor.apply(model());
        await(State.UP);
        conductor.quiesce(Deadline.after(ticker, Duration.ofSeconds(1)));
        server.close();
        assertTrue(health.probes().of(id()).isEmpty());
        assertEquals(State.UP, measured().state());
    }
}
