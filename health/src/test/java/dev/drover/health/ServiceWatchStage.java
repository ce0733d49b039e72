package dev.drover.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.drover.board.Board;
import dev.drover.board.Change;
import dev.drover.board.InstanceId;
import dev.drover.board.Measured;
import dev.drover.health.check.Lane;
import dev.drover.health.check.Outcome;
import dev.drover.health.check.PreparedCheck;
import dev.drover.health.check.Probe;
import dev.drover.model.Health;
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

/** A watch with a check that a test answers, on time that the test moves. */
abstract class ServiceWatchStage {
    final FakeTime time = new FakeTime();
    final Ticker ticker = Ticker.of(time, time);
    final FakeLane lane = new FakeLane(time);
    final Board board = new Board(s -> s, time);
    final EvidenceDesk desk = new EvidenceDesk();
    final ReportDesk reports = new ReportDesk();
    final VoteDesk votes = new VoteDesk(this::divide);
    final FakeCheck check = new FakeCheck();
    final ServiceWatch watch = watch(plan(Health.DEFAULT));

    /** Answers at once what the test wants, and counts. */
    static final class FakeCheck implements PreparedCheck {
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

    private void divide() {
        lane.execute(watch::divide);
    }

    WatchPlan plan(Health health) {
        return new WatchPlan(health, Optional.of(check), false, Duration.ZERO);
    }

    private ServiceWatch watch(WatchPlan plan) {
        var made = new ServiceWatch(
                "shop",
                plan,
                new Turns(lane),
                ticker,
                new SplittableRandom(1),
                new Desks(desk, reports, votes),
                new Meters(new PrometheusRegistry(), board).of("shop"),
                board::apply);
        made.start();
        return made;
    }

    @AfterEach
    void nothingIsLeft() {
        watch.close();
        seconds(0.1);
        assertEquals(0, lane.alarms());
        assertEquals(0, check.open);
    }

    static Health health(int fall, int rise, Health.Flaps flaps, Health.Evidence evidence) {
        Health d = Health.DEFAULT;
        return new Health(
                d.check(), d.interval(), d.timeout(), fall, rise, 10, flaps, evidence, d.removeAtMost(), d.allDown());
    }

    void managed(Duration start) {
        watch.use(new WatchPlan(Health.DEFAULT, Optional.of(check), false, start));
    }

    static InstanceId id(int n) {
        return new InstanceId("shop", "i" + n);
    }

    void found(int count) {
        var known = new ArrayList<Change.Known>();
        for (int i = 0; i < count; i++) {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1000 + i);
            known.add(new Change.Known("i" + i, address, "test", 1));
        }
        board.apply(new Change.Found("shop", "test", known));
        watch.take(board.now().service("shop").orElseThrow());
    }

    Measured measured(int n) {
        return board.now().instance(id(n)).orElseThrow().measured();
    }

    void seconds(double seconds) {
        lane.advance(Duration.ofMillis((long) (seconds * 1000)));
    }

    Probes.Probed probed(int n) {
        return watch.probed(id(n)).orElseThrow();
    }
}
