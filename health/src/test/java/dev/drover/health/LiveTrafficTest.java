package dev.drover.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.board.Change;
import dev.drover.board.Measured.State;
import dev.drover.model.Health;
import dev.drover.plane.Evidence;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What live traffic saw, on time that the test moves. */
final class LiveTrafficTest extends ServiceWatchStage {
    @Test
    void fiveFailedRequestsInARowEjectAtOnceAndTimeBringsBack() {
        found(2);
        seconds(1);
        Evidence.Sink sink = desk.open(id(0));
        for (int i = 0; i < 5; i++) {
            sink.failure(Evidence.Failure.RESET);
        }
        lane.drain();
        assertEquals(State.EJECTED, measured(0).state());
        assertEquals(
                "5 requests in a row failed, the last: connection reset; ejected for 10s",
                measured(0).reason());
        assertEquals(
                time.instant().plusSeconds(10), probed(0).live().ejectedUntil().orElseThrow());
        assertEquals(State.UP, measured(1).state());
        seconds(9.5);
        assertEquals(State.EJECTED, measured(0).state());
        seconds(0.8);
        assertEquals(State.UP, measured(0).state());
    }

    @Test
    void failuresOfSeveralLoopsAddUp() {
        found(1);
        seconds(1);
        for (int loop = 0; loop < 5; loop++) {
            desk.open(id(0)).failure(Evidence.Failure.TIMEOUT);
        }
        lane.drain();
        assertEquals(State.UP, measured(0).state());
        seconds(0.3);
        assertEquals(State.EJECTED, measured(0).state());
    }

    @Test
    void successInBetweenEjectsNobody() {
        found(1);
        seconds(1);
        Evidence.Sink sink = desk.open(id(0));
        for (int i = 0; i < 100; i++) {
            sink.failure(Evidence.Failure.STATUS_5XX);
            if (i % 4 == 3) {
                sink.success();
            }
        }
        seconds(0.5);
        assertEquals(State.UP, measured(0).state());
    }

    @Test
    void successRateFarBelowSiblingsEjects() {
        found(3);
        seconds(1);
        for (int n = 0; n < 3; n++) {
            Evidence.Sink sink = desk.open(id(n));
            for (int i = 0; i < 100; i++) {
                if (n == 1 && i % 2 == 0) {
                    sink.failure(Evidence.Failure.STATUS_5XX);
                } else {
                    sink.success();
                }
            }
            sink.close();
        }
        seconds(1.1);
        assertEquals(State.EJECTED, measured(1).state());
        assertEquals(
                "50% of 100 requests succeeded, siblings 100%; ejected for 10s",
                measured(1).reason());
        assertEquals(State.UP, measured(0).state());
        assertEquals(State.UP, measured(2).state());
    }

    @Test
    void failingChecksBeatAnEjection() {
        found(1);
        seconds(1);
        Evidence.Sink sink = desk.open(id(0));
        for (int i = 0; i < 5; i++) {
            sink.failure(Evidence.Failure.CONNECT);
        }
        check.passes = false;
        seconds(7);
        assertEquals(State.DOWN, measured(0).state());
        assertEquals("3 of 3 checks failed: said no", measured(0).reason());
        seconds(5);
        assertEquals(State.DOWN, measured(0).state());
    }

    @Test
    void closedSinksAreForgottenAfterTheirLastCounts() {
        found(1);
        seconds(1);
        Evidence.Sink sink = desk.open(id(0));
        sink.success();
        sink.close();
        seconds(0.3);
        assertEquals(1, probed(0).live().requests());
        assertTrue(desk.collect("shop").isEmpty());
        assertFalse(desk.collect("shop").containsKey(id(0)));
    }

    @Test
    void turningTheEvidenceOffBringsBackAtOnceWhoIsEjected() {
        found(1);
        seconds(1);
        failOnFiveLoops();
        seconds(0.3);
        assertEquals(State.EJECTED, measured(0).state());
        watch.use(plan(health(3, 2, Health.Flaps.DEFAULT, Health.Evidence.OFF)));
        assertEquals(State.UP, measured(0).state());
    }

    @Test
    void failuresOfAProcessAreNotHeldAgainstItsSuccessor() {
        found(1);
        seconds(1);
        failOnFiveLoops();
        moved();
        seconds(0.5);
        assertEquals(State.UP, measured(0).state());
    }

    /** Too few on each for a signal. */
    private void failOnFiveLoops() {
        for (int loop = 0; loop < 5; loop++) {
            desk.open(id(0)).failure(Evidence.Failure.RESET);
        }
    }

    /** The same name at another port, as after a restart. */
    private void moved() {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 2000);
        board.apply(new Change.Found("shop", "test", List.of(new Change.Known("i0", address, "test", 1))));
        watch.take(board.now().service("shop").orElseThrow());
    }
}
