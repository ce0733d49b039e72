package dev.drover.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.board.InstanceId;
import dev.drover.board.Intent;
import dev.drover.board.Standing;
import dev.drover.plane.Processes;
import dev.drover.plane.Processes.Restarted;
import dev.drover.plane.Processes.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Replacing processes while they serve. */
final class RollTest extends RollStage {
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
}
