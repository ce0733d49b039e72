package dev.drover.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.board.InstanceId;
import dev.drover.board.Intent;
import dev.drover.board.Measured;
import dev.drover.plane.Processes;
import dev.drover.plane.Processes.Restarted;
import dev.drover.plane.Processes.Step;
import dev.drover.plane.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Replacements that do not come up, or do not stay so. */
final class TrialTest extends RollStage {
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

    /** For five times as long as it would have to be in service. */
    private void staysOnTrial(List<Step> steps) throws InterruptedException {
        assertFalse(new Bell(Ticker.system()).until(() -> what(steps, "shop-1").size() > 4, Duration.ofMillis(500)));
    }
}
