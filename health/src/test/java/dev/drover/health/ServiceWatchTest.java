package dev.drover.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.board.Board;
import dev.drover.board.Change;
import dev.drover.board.InstanceId;
import dev.drover.board.Measured;
import dev.drover.board.Measured.State;
import dev.drover.health.check.Lane;
import dev.drover.health.check.Outcome;
import dev.drover.health.check.PreparedCheck;
import dev.drover.health.check.Probe;
import dev.drover.model.Health;
import dev.drover.plane.Evidence;
import dev.drover.plane.Probes;
import dev.drover.plane.Ticker;
import dev.drover.testkit.FakeTime;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Checks and evidence on time that the test moves. */
final class ServiceWatchTest {
    private final FakeTime time = new FakeTime();
    private final Ticker ticker = Ticker.of(time, time);
    private final FakeLane lane = new FakeLane(time);
    private final Board board = new Board(s -> s, time);
    private final EvidenceDesk desk = new EvidenceDesk();
    private final FakeCheck check = new FakeCheck();
    private final ServiceWatch watch = watch(plan(Health.DEFAULT));

    /** Answers at once what the test wants, and counts. */
    private static final class FakeCheck implements PreparedCheck {
        boolean passes = true;
        String no = "said no";
        boolean hangs;
        boolean broken;
        int begun;
        int open;
        final List<Instant> at = new ArrayList<>();

        @Override
        public String words() {
            return "ask";
        }

        @Override
        public Probe probe(Lane lane, InetSocketAddress address) {
            open++;
            return new Probe() {
                @Override
                public void begin(Consumer<Outcome> done) {
                    begun++;
                    if (broken) {
                        throw new IllegalStateException("a defect");
                    }
                    if (!hangs) {
                        done.accept(new Outcome(passes, passes ? "said yes" : no));
                    }
                }

                @Override
                public void close() {
                    open--;
                }
            };
        }
    }

    private WatchPlan plan(Health health) {
        return new WatchPlan(health, Optional.of(check), Duration.ZERO);
    }

    private ServiceWatch watch(WatchPlan plan) {
        var made = new ServiceWatch(
                "shop",
                plan,
                lane,
                ticker,
                new SplittableRandom(1),
                desk,
                new Meters(new PrometheusRegistry(), board).of("shop"),
                board::apply);
        made.start();
        return made;
    }

    @AfterEach
    void nothingIsLeft() {
        watch.close();
        assertEquals(0, lane.alarms());
        assertEquals(0, check.open);
    }

    private static Health health(int fall, int rise, Health.Flaps flaps, Health.Evidence evidence) {
        Health d = Health.DEFAULT;
        return new Health(
                d.check(), d.interval(), d.timeout(), fall, rise, 10, flaps, evidence, d.removeAtMost(), d.allDown());
    }

    private void managed(Duration start) {
        watch.use(new WatchPlan(Health.DEFAULT, Optional.of(check), start));
    }

    private static InstanceId id(int n) {
        return new InstanceId("shop", "i" + n);
    }

    private void found(int count) {
        var known = new ArrayList<Change.Known>();
        for (int i = 0; i < count; i++) {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1000 + i);
            known.add(new Change.Known("i" + i, address, "test", 1));
        }
        board.apply(new Change.Found("shop", "test", known));
        watch.take(board.now().service("shop").orElseThrow());
    }

    private Measured measured(int n) {
        return board.now().instance(id(n)).orElseThrow().measured();
    }

    private void seconds(double seconds) {
        lane.advance(Duration.ofMillis((long) (seconds * 1000)));
    }

    private Probes.Probed probed(int n) {
        return watch.probed(id(n)).orElseThrow();
    }

    @Test
    void firstCheckComesAtOnceAndDecides() {
        found(1);
        assertEquals(State.UNKNOWN, measured(0).state());
        seconds(0.01);
        assertEquals(State.UP, measured(0).state());
        assertEquals("check passed: said yes", measured(0).reason());
    }

    @Test
    void checksKeepTheirIntervalWithinJitter() {
        found(1);
        seconds(200);
        assertEquals(100, check.begun, 3);
    }

    @Test
    void firstChecksOfManyAreSpread() {
        found(400);
        seconds(0.2);
        assertEquals(200, check.begun, 60);
        seconds(0.21);
        assertEquals(400, check.begun);
    }

    @Test
    void goesDownAfterFallFailuresWithEvidenceInWords() {
        found(1);
        seconds(1);
        check.passes = false;
        seconds(4);
        assertEquals(State.UP, measured(0).state());
        assertEquals("up; 2 of 3 failures", probed(0).progress());
        seconds(2.3);
        assertEquals(State.DOWN, measured(0).state());
        assertEquals("3 of 3 checks failed: said no", measured(0).reason());
        check.passes = true;
        seconds(4.5);
        assertEquals(State.UP, measured(0).state());
        assertEquals("2 of 2 checks passed: said yes", measured(0).reason());
    }

    @Test
    void onlyChangesReachTheBoard() {
        found(1);
        seconds(1);
        long generation = board.now().generation();
        seconds(100);
        assertEquals(generation, board.now().generation());
    }

    @Test
    void instanceThatStartsIsCheckedInQuickSuccession() {
        check.passes = false;
        found(1);
        seconds(0.8);
        assertEquals(State.DOWN, measured(0).state());
        assertEquals("no check has passed yet: said no", measured(0).reason());
        assertEquals(4, check.begun);
        check.passes = true;
        seconds(1.5);
        assertEquals(State.UP, measured(0).state());
    }

    @Test
    void managedInstanceIsStartingUntilItsTimeIsOver() {
        managed(Duration.ofSeconds(30));
        check.passes = false;
        found(1);
        Instant since = measured(0).since();
        seconds(29.9);
        assertEquals(new Measured(State.UNKNOWN, since, "starting: no check has passed yet (said no)"), measured(0));
        assertEquals("starting; no check has passed yet, down in 0s", probed(0).progress());
        seconds(0.2);
        assertEquals(State.DOWN, measured(0).state());
        assertEquals("did not come up within 30s: said no", measured(0).reason());
        check.passes = true;
        seconds(2.5);
        assertEquals(State.UP, measured(0).state());
    }

    @Test
    void managedInstanceIsUpWithItsFirstPassAndKeepsTheRulesFromThenOn() {
        managed(Duration.ofSeconds(30));
        check.passes = false;
        found(1);
        seconds(1);
        check.passes = true;
        seconds(2.5);
        assertEquals(State.UP, measured(0).state());
        check.passes = false;
        seconds(6.7);
        assertEquals(State.DOWN, measured(0).state());
        assertEquals("3 of 3 checks failed: said no", measured(0).reason());
    }

    @Test
    void onlyAnotherFailureWhileStartingReachesTheBoard() {
        managed(Duration.ofSeconds(30));
        check.passes = false;
        check.no = "answered 503 in 1.2 ms";
        found(1);
        seconds(5);
        long generation = board.now().generation();
        check.no = "answered 503 in 12 ms";
        seconds(5);
        assertEquals(generation, board.now().generation());
        check.no = "answered 404 in 12 ms";
        seconds(5);
        assertEquals(generation + 1, board.now().generation());
        assertEquals(
                "starting: no check has passed yet (answered 404)", measured(0).reason());
    }

    @Test
    void managedInstanceWhoseFirstCheckHangsIsDownWhenItsTimeIsOver() {
        managed(Duration.ofSeconds(30));
        check.hangs = true;
        found(1);
        seconds(29.9);
        assertEquals(State.UNKNOWN, measured(0).state());
        assertEquals("starting; no check has ended yet", probed(0).progress());
        seconds(0.2);
        assertEquals(State.DOWN, measured(0).state());
        assertEquals(
                "did not come up within 30s: no check has ended yet",
                measured(0).reason());
    }

    @Test
    void otherTimeToStartCountsForThoseThatStart() {
        managed(Duration.ofSeconds(30));
        check.passes = false;
        found(1);
        seconds(10);
        managed(Duration.ofSeconds(40));
        seconds(29.8);
        assertEquals(State.UNKNOWN, measured(0).state());
        seconds(0.3);
        assertEquals("did not come up within 40s: said no", measured(0).reason());
    }

    @Test
    void shorterTimeToStartThatIsOverCountsWithTheNextFailure() {
        managed(Duration.ofSeconds(30));
        check.passes = false;
        found(1);
        seconds(10);
        managed(Duration.ofSeconds(5));
        seconds(2.5);
        assertEquals("did not come up within 5s: said no", measured(0).reason());
    }

    @Test
    void holdsDownWhatFlapsAndSaysSo() {
        watch.use(plan(health(
                1, 1, new Health.Flaps(2, Duration.ofMinutes(5), Duration.ofSeconds(60)), Health.Evidence.DEFAULT)));
        found(1);
        seconds(1);
        for (int i = 0; i < 2; i++) {
            check.passes = false;
            seconds(2.2);
            check.passes = true;
            seconds(2.2);
        }
        assertEquals(State.DOWN, measured(0).state());
        assertEquals(
                "held down for 60s: went down 2 times within 5m; last check: said yes".replace("60s", "1m"),
                measured(0).reason());
        seconds(50);
        assertEquals(State.DOWN, measured(0).state());
        seconds(13);
        assertEquals(State.UP, measured(0).state());
    }

    @Test
    void checksStopWhenTheInstanceIsGoneAndKeepOnForTheOthers() {
        found(2);
        seconds(10);
        found(1);
        assertEquals(1, check.open);
        int before = check.begun;
        seconds(20);
        assertEquals(10, check.begun - before, 2);
        assertTrue(watch.probed(id(1)).isEmpty());
    }

    @Test
    void hangingCheckIsNotBegunTwice() {
        check.hangs = true;
        found(1);
        seconds(60);
        assertEquals(1, check.begun);
        assertTrue(probed(0).next().isEmpty());
    }

    @Test
    void checkThatCannotBeMadeIsAFailureAndNotTheEnd() {
        check.broken = true;
        found(1);
        seconds(1);
        assertEquals(State.DOWN, measured(0).state());
        check.broken = false;
        seconds(3);
        assertEquals(State.UP, measured(0).state());
    }

    @Test
    void samePlanKeepsEverythingAndNewThresholdsCountAtOnce() {
        found(1);
        seconds(1);
        check.passes = false;
        seconds(4.2);
        int before = check.begun;
        watch.use(plan(Health.DEFAULT));
        assertEquals("up; 2 of 3 failures", probed(0).progress());
        watch.use(plan(health(5, 2, Health.Flaps.DEFAULT, Health.Evidence.DEFAULT)));
        assertEquals("up; 2 of 5 failures", probed(0).progress());
        seconds(0.1);
        assertEquals(before, check.begun);
        assertEquals(1, check.open);
    }

    @Test
    void keepsTheLastTenResults() {
        found(1);
        seconds(100);
        assertEquals(10, probed(0).last().size());
        assertEquals("ask every 2s, timeout 1s", probed(0).check());
        assertTrue(probed(0).next().orElseThrow().isAfter(time.instant()));
    }

    @Test
    void withoutActiveCheckAnInstanceIsUp() {
        watch.use(new WatchPlan(Health.DEFAULT, Optional.empty(), Duration.ZERO));
        found(1);
        assertEquals(State.UP, measured(0).state());
        assertEquals("no active check is declared", measured(0).reason());
    }

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
}
