package dev.drover.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.board.Instance;
import dev.drover.board.InstanceId;
import dev.drover.board.Intent;
import dev.drover.board.Measured;
import dev.drover.board.ServiceState;
import dev.drover.board.Snapshot;
import dev.drover.board.Standing;
import dev.drover.plane.Processes;
import dev.drover.plane.Processes.Restarted;
import dev.drover.plane.Processes.Step;
import dev.drover.plane.Ticker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Replacing processes while they serve. */
@Timeout(60)
class RollTest {
    private static final String FOREVER = "exec sleep 1000";
    private static final String OTHER = "exec sleep 2000";
    private static final InstanceId ONE = new InstanceId("shop", "shop-1");

    @TempDir
    Path data;

    private Stage stage;

    @BeforeEach
    void open() {
        stage = new Stage(data);
    }

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void restartsOneAtATimeEachBehindADrain() throws Exception {
        up(3, FOREVER);
        List<Long> before = pids();
        int seen = stage.generations.size();
        var steps = new ArrayList<Step>();
        assertEquals(new Restarted.Done(3), stage.plane.processes().restart("shop", steps::add));

        pids().forEach(pid -> assertTrue(!before.contains(pid)));
        assertEquals(List.of("drains", "stops", "starts", "is up", "has stayed up for 100ms"), what(steps, "shop-1"));
        assertFewestServed(seen, 2);
        assertTrue(stage.generations.subList(seen, stage.generations.size()).stream()
                .anyMatch(s -> s.instance(ONE).orElseThrow().intent().by().equals("restart")));
        stage.awaitUp("shop", 3);
        assertEquals(Intent.Wish.IN_SERVICE, intent(ONE));
    }

    @Test
    void waitsForRequestsInFlightBeforeItStopsAProcess() throws Exception {
        up(2, FOREVER);
        long pid = pids().getFirst();
        var flying = new AtomicInteger(1);
        stage.inFlight.put(ONE, flying);
        var steps = new CopyOnWriteArrayList<Step>();
        var restarted = CompletableFuture.supplyAsync(() -> restart(steps));
        stage.await(() -> what(steps, "shop-1").contains("drains: 1 in flight"));
        assertTrue(ProcessHandle.of(pid).orElseThrow().isAlive());
        assertEquals(1, steps.size());

        flying.set(0);
        assertEquals(new Restarted.Done(2), restarted.get());
    }

    @Test
    void startsAStandInForTheOnlyInstance() throws Exception {
        up(1, FOREVER);
        int seen = stage.generations.size();
        var steps = new ArrayList<Step>();
        assertEquals(new Restarted.Done(1), stage.plane.processes().restart("shop", steps::add));

        assertFewestServed(seen, 1);
        assertEquals(
                List.of("starts, to stand in for shop-1", "is up", "has stayed up for 100ms", "removed"),
                what(steps, "shop-2"));
        stage.awaitUp("shop", 1);
    }

    @Test
    void leavesTheOnlyInstanceAloneWhenTheStandInDoesNotComeUp() throws Exception {
        up(1, FOREVER);
        long pid = pids().getFirst();
        stage.healthy = i -> false;
        var halted = assertInstanceOf(Restarted.Halted.class, restart(new ArrayList<>()));

        assertTrue(halted.why().contains("shop/shop-2 is not up: not up within 3s"), halted.why());
        assertTrue(halted.why().endsWith("shop-1 was left as it is"), halted.why());
        assertEquals(List.of(pid), pids());
        assertTrue(stage.board.now().instance(ONE).orElseThrow().standing().isIn());
    }

    @Test
    void doesNotGoOnWhenTheFirstDoesNotComeUp() throws Exception {
        up(3, FOREVER);
        List<Long> before = pids();
        stage.healthy = i -> false;
        var halted = assertInstanceOf(Restarted.Halted.class, restart(new ArrayList<>()));

        assertEquals(0, halted.instances());
        assertTrue(pids().containsAll(before.subList(1, 3)));
        assertEquals(Intent.Wish.IN_SERVICE, intent(ONE));
    }

    @Test
    void doesNotGoOnWhenTheFirstComesUpAndFails() throws Exception {
        up(3, FOREVER);
        List<Long> before = pids();
        stage.passes = 1;
        var steps = new CopyOnWriteArrayList<Step>();
        var restarted = CompletableFuture.supplyAsync(() -> restart(steps));
        stage.await(() -> what(steps, "shop-1").contains("is up"));
        stage.measure(ONE, Measured.State.DOWN, "3 of 3 checks failed");

        var halted = assertInstanceOf(Restarted.Halted.class, restarted.get());
        assertEquals("shop/shop-1 did not stay up: it came up and then failed: 3 of 3 checks failed", halted.why());
        assertTrue(pids().containsAll(before.subList(1, 3)));
        assertEquals(Intent.Wish.IN_SERVICE, intent(ONE));
    }

    @Test
    void doesNotGoOnWhenTheFirstEndsSoonAfterItCameUp() throws Exception {
        up(2, FOREVER);
        stage.passes = 1;
        var steps = new CopyOnWriteArrayList<Step>();
        var restarted = CompletableFuture.supplyAsync(() -> restart(steps));
        stage.await(() -> what(steps, "shop-1").contains("is up"));
        ProcessHandle.of(pids().getFirst()).orElseThrow().destroyForcibly();

        var halted = assertInstanceOf(Restarted.Halted.class, restarted.get());
        assertTrue(
                halted.why().startsWith("shop/shop-1 did not stay up: it came up and then ended: exit code 137"),
                halted.why());
        assertEquals(List.of(), what(steps, "shop-2"));
    }

    @Test
    void haltsWhenOneThatWasReplacedFailsWhileTheNextIs() throws Exception {
        up(3, FOREVER);
        List<Long> before = pids();
        var steps = new CopyOnWriteArrayList<Step>();
        var restarted = CompletableFuture.supplyAsync(() -> restart(steps));
        stage.await(() -> what(steps, "shop-2").contains("stops"));
        stage.measure(ONE, Measured.State.DOWN, "3 of 3 checks failed");

        var halted = assertInstanceOf(Restarted.Halted.class, restarted.get());
        assertEquals("shop/shop-1 did not stay up: it came up and then failed: 3 of 3 checks failed", halted.why());
        assertTrue(pids().contains(before.getLast()));
    }

    @Test
    void goesOnOnlyWhenChecksPassInARowAndTheGatewayServesIt() throws Exception {
        up(2, FOREVER);
        stage.passes = 1;
        stage.served = false;
        var steps = new CopyOnWriteArrayList<Step>();
        var restarted = CompletableFuture.supplyAsync(() -> restart(steps));
        stage.await(() -> what(steps, "shop-1").contains("is up"));
        stage.passes = 2;
        staysOnTrial(steps);
        stage.passes = 1;
        stage.served = true;
        staysOnTrial(steps);
        assertEquals(Intent.Wish.IN_SERVICE, intent(ONE));
        stage.passes = 2;
        assertEquals(new Restarted.Done(2), restarted.get());
    }

    /** For five times as long as it would have to be in service. */
    private void staysOnTrial(List<Step> steps) throws InterruptedException {
        assertFalse(new Bell(Ticker.system()).until(() -> what(steps, "shop-1").size() > 4, Duration.ofMillis(500)));
    }

    @Test
    void keepsTheStandInWhenTheOnlyInstanceDoesNotComeBack() throws Exception {
        up(1, FOREVER);
        var steps = new CopyOnWriteArrayList<Step>();
        var restarted = CompletableFuture.supplyAsync(() -> restart(steps));
        stage.await(() -> what(steps, "shop-2").contains("is up"));
        stage.healthy = i -> !i.id().equals(ONE);
        assertInstanceOf(Restarted.Halted.class, restarted.get());

        assertEquals("stays, as nothing else serves", what(steps, "shop-2").getLast());
        assertTrue(stage.board
                .now()
                .instance(new InstanceId("shop", "shop-2"))
                .orElseThrow()
                .standing()
                .isIn());
        stage.healthy = i -> true;
        stage.measure();
        stage.awaitUp("shop", 1);
    }

    @Test
    void stopsAProcessWhoseRequestsDoNotEndWhenItsDrainIsOver() throws Exception {
        stage.drain = Duration.ofMillis(300);
        up(2, FOREVER);
        stage.inFlight.put(ONE, new AtomicInteger(3));
        var steps = new ArrayList<Step>();
        assertEquals(new Restarted.Done(2), restart(steps));
        assertEquals("3 still in flight after 300ms", what(steps, "shop-1").get(1));
    }

    @Test
    void endsTheDrainAsSoonAsNothingIsInFlight() throws Exception {
        stage.drain = Duration.ofMinutes(10);
        up(2, FOREVER);
        assertEquals(new Restarted.Done(2), restart(new ArrayList<>()));
    }

    @Test
    void respectsWhatAnOperatorDrained() throws Exception {
        up(3, FOREVER);
        stage.intend(ONE, Intent.Wish.DRAINING);
        int seen = stage.generations.size();
        assertEquals(new Restarted.Done(3), restart(new ArrayList<>()));

        assertEquals(Intent.Wish.DRAINING, intent(ONE));
        assertTrue(stage.generations.subList(seen, stage.generations.size()).stream()
                .allMatch(s -> s.instance(ONE).orElseThrow().intent().by().equals("cli:test")));
    }

    @Test
    void putsBackWhatAnOperatorForcedUp() throws Exception {
        up(2, FOREVER);
        stage.intend(ONE, Intent.Wish.FORCED_UP);
        assertEquals(new Restarted.Done(2), restart(new ArrayList<>()));
        assertEquals(Intent.Wish.FORCED_UP, intent(ONE));
    }

    @Test
    void replacesProcessesOfAChangedCommandOneAtATime() throws Exception {
        up(2, FOREVER);
        List<Long> before = pids();
        int seen = stage.generations.size();
        stage.apply(stage.shell("shop", 2, OTHER));
        stage.await(() -> stage.plane.processes().states().stream()
                .allMatch(s -> s.command().contains(OTHER) && s.phase() == Processes.Phase.RUNNING));

        pids().forEach(pid -> assertTrue(!before.contains(pid)));
        assertFewestServed(seen, 1);
        stage.await(() -> stage.plane.processes().rollouts().isEmpty());
    }

    @Test
    void haltsAReplacementThatDoesNotComeUpAndGoesBackWhenTold() throws Exception {
        up(2, FOREVER);
        stage.healthy = i -> false;
        stage.apply(stage.shell("shop", 2, "exit 9"));
        stage.await(() -> stage.plane.processes().rollouts().stream().anyMatch(Processes.Rollout::halted));

        var rollout = stage.plane.processes().rollouts().getFirst();
        assertEquals("0 of 2 replaced, halted: shop/shop-1 is not up: exit code 9", rollout.what());
        assertEquals(Processes.Phase.RUNNING, stage.state("shop-2").phase());

        stage.healthy = i -> true;
        stage.apply(stage.shell("shop", 2, FOREVER));
        stage.awaitUp("shop", 2);
        stage.await(() -> stage.plane.processes().rollouts().isEmpty());
    }

    @Test
    void drainsAndStopsWhatIsNoLongerCounted() throws Exception {
        up(3, FOREVER);
        var pid = stage.state("shop-3").pid().getAsLong();
        stage.apply(stage.shell("shop", 1, FOREVER));
        stage.await(() -> stage.plane.processes().states().size() == 1);

        assertTrue(ProcessHandle.of(pid).isEmpty());
        assertTrue(stage.generations.stream()
                .anyMatch(s -> s.instance(new InstanceId("shop", "shop-3"))
                        .filter(i -> i.standing().verdict() == Standing.Verdict.DRAINING)
                        .isPresent()));
        assertEquals(
                1, stage.board.now().service("shop").orElseThrow().instances().size());
    }

    @Test
    void forgetsAServiceThatIsNoLongerDeclared() throws Exception {
        up(2, FOREVER);
        List<Long> before = pids();
        stage.apply();
        stage.await(() -> stage.board.now().service("shop").isEmpty());
        before.forEach(pid -> assertTrue(ProcessHandle.of(pid).isEmpty()));

        up(1, FOREVER);
        assertNotEquals(before, pids());
    }

    @Test
    void saysThatItDoesNotRunWhatItDoesNotRun() throws Exception {
        up(1, FOREVER);
        var unknown = assertThrows(
                Processes.Unknown.class, () -> stage.plane.processes().restart("bank", step -> {}));
        assertEquals("bank is not run by Drover (it runs: shop)", unknown.getMessage());
    }

    private void up(int count, String script) throws Exception {
        stage.apply(stage.shell("shop", count, script));
        stage.awaitUp("shop", count);
    }

    private Restarted restart(List<Step> steps) {
        try {
            return stage.plane.processes().restart("shop", steps::add);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private List<Long> pids() {
        return stage.plane.processes().states().stream()
                .map(s -> s.pid().orElse(-1))
                .toList();
    }

    private Intent.Wish intent(InstanceId id) {
        return stage.board.now().instance(id).orElseThrow().intent().wish();
    }

    private static List<String> what(List<Step> steps, String instance) {
        return steps.stream()
                .filter(s -> s.id().instance().equals(instance))
                .map(Step::what)
                .toList();
    }

    /** In no generation since then were fewer instances in service. */
    private void assertFewestServed(int since, int fewest) {
        for (Snapshot s : stage.generations.subList(since, stage.generations.size())) {
            List<Instance> all = s.service("shop").map(ServiceState::instances).orElse(List.of());
            assertTrue(all.stream().filter(i -> i.standing().isIn()).count() >= fewest, s.toString());
        }
    }
}
