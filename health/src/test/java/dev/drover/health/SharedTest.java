package dev.drover.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.board.InstanceId;
import dev.drover.board.Measured;
import dev.drover.model.Health;
import dev.drover.plane.Reports.Report;
import dev.drover.plane.Vantages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Instances that several nodes measure together. */
final class SharedTest extends ServiceWatchStage {
    private static final Report DOWN = new Report(false, "2 of 3 nodes measure it down");
    private static final Report UP = new Report(true, "3 of 3 nodes measure it up");

    /** Keeps what this node says, as the registry would. */
    private static final class Told implements Vantages.Sharing {
        final Set<InstanceId> mine = new HashSet<>();
        final Map<InstanceId, Vantages.Vote> said = new LinkedHashMap<>();
        final List<InstanceId> dropped = new ArrayList<>();

        @Override
        public boolean isMine(InstanceId id) {
            return mine.contains(id);
        }

        @Override
        public void measured(InstanceId id, Vantages.Vote vote) {
            said.put(id, vote);
        }

        @Override
        public void dropped(InstanceId id) {
            said.remove(id);
            dropped.add(id);
        }
    }

    private final Told told = new Told();

    @BeforeEach
    void shareable() {
        watch.use(new WatchPlan(Health.DEFAULT, Optional.of(check), true, Duration.ZERO));
    }

    @Test
    void checksItsPartOnlyAndSaysWhatItMeasures() {
        told.mine.add(id(0));
        votes.share(told);
        found(2);
        seconds(3);
        assertEquals(Set.of(id(0)), told.said.keySet());
        assertTrue(told.said.get(id(0)).passing());
        assertEquals("check passed: said yes", told.said.get(id(0)).words());
        assertEquals(1, check.open);
    }

    @Test
    void measuresWhatAllSayTogether() {
        told.mine.add(id(0));
        votes.share(told);
        found(2);
        seconds(3);
        reports.report(id(0), DOWN);
        reports.report(id(1), UP);
        seconds(0.1);
        assertEquals(Measured.State.DOWN, measured(0).state());
        assertEquals("2 of 3 nodes measure it down", measured(0).reason());
        assertEquals(Measured.State.UP, measured(1).state());
        assertTrue(told.said.get(id(0)).passing(), "its own voice stays its own");
    }

    @Test
    void decidesAloneUntilAllHaveSaidSomething() {
        told.mine.add(id(0));
        votes.share(told);
        found(1);
        seconds(3);
        assertEquals(Measured.State.UP, measured(0).state());
    }

    @Test
    void saysWhenItMeasuresOtherwise() {
        told.mine.add(id(0));
        votes.share(told);
        found(1);
        seconds(3);
        check.passes = false;
        seconds(20);
        assertEquals(new Vantages.Vote(false, "3 of 3 checks failed: said no"), told.said.get(id(0)));
    }

    @Test
    void keepsWhatWasKnownOfAnInstanceThatOthersMeasureNow() {
        found(1);
        seconds(3);
        assertEquals(Measured.State.UP, measured(0).state());
        votes.share(told);
        seconds(3);
        assertEquals(0, check.open);
        assertEquals(List.of(id(0)), told.dropped);
        assertEquals(Measured.State.UP, measured(0).state());
    }

    @Test
    void beginsAnewWhenAnInstanceBecomesItsPart() {
        check.passes = false;
        found(1);
        seconds(10);
        assertEquals(Measured.State.DOWN, measured(0).state());
        votes.share(told);
        seconds(1);
        check.passes = true;
        told.mine.add(id(0));
        votes.share(told);
        assertEquals(Measured.State.DOWN, measured(0).state(), "what is known holds until a check has ended");
        seconds(3);
        assertTrue(told.said.get(id(0)).passing(), "one check is enough for who has just begun");
        assertEquals(Measured.State.UP, measured(0).state());
    }

    @Test
    void measuresEverythingAgainWhenItIsAlone() {
        votes.share(told);
        found(2);
        seconds(1);
        assertEquals(0, check.open);
        reports.report(id(0), DOWN);
        seconds(0.1);
        votes.alone();
        reports.forget(id(0));
        seconds(3);
        assertEquals(2, check.open);
        assertEquals(Measured.State.UP, measured(0).state());
    }

    @Test
    void saysItAgainToWhomeverJoinsTheVoicesNext() {
        told.mine.add(id(0));
        votes.share(told);
        found(1);
        seconds(3);
        var next = new Told();
        next.mine.add(id(0));
        votes.share(next);
        seconds(0.1);
        assertTrue(next.said.get(id(0)).passing());
    }

    @Test
    void dropsWhatIsGone() {
        told.mine.add(id(0));
        votes.share(told);
        found(1);
        seconds(3);
        found(0);
        assertEquals(List.of(id(0)), told.dropped);
    }
}
