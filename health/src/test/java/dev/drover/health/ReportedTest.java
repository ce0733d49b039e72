package dev.drover.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.drover.board.Measured;
import dev.drover.model.Health;
import dev.drover.plane.Evidence;
import dev.drover.plane.Reports.Report;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Instances that bring their own checks measure as these say. */
final class ReportedTest extends ServiceWatchStage {
    private static final Report WELL = new Report(true, "its registered check passes");
    private static final Report ILL = new Report(false, "registered check ttl is critical: TTL expired");

    @BeforeEach
    void useReports() {
        watch.use(new WatchPlan(Health.DEFAULT.registered(), Optional.empty(), false, Duration.ZERO));
    }

    @Test
    void followsEachReportAtOnce() {
        found(1);
        assertEquals(Measured.State.UNKNOWN, measured(0).state());
        reports.report(id(0), WELL);
        seconds(0.01);
        assertEquals(Measured.State.UP, measured(0).state());
        assertEquals("its registered check passes", measured(0).reason());
        reports.report(id(0), ILL);
        seconds(0.01);
        assertEquals(Measured.State.DOWN, measured(0).state());
        assertEquals(
                "registered check ttl is critical: TTL expired", measured(0).reason());
        assertEquals(
                "down: registered check ttl is critical: TTL expired", probed(0).progress());
    }

    @Test
    void knowsWhatWasReportedBeforeTheInstanceCame() {
        reports.report(id(0), WELL);
        found(1);
        seconds(0.01);
        assertEquals(Measured.State.UP, measured(0).state());
    }

    @Test
    void ejectsWhatReportsItselfWellAndFailsLiveTraffic() {
        reports.report(id(0), WELL);
        reports.report(id(1), WELL);
        found(2);
        Evidence.Sink sink = desk.open(id(0));
        for (int i = 0; i < 5; i++) {
            sink.failure(Evidence.Failure.CONNECT);
        }
        seconds(0.5);
        assertEquals(Measured.State.EJECTED, measured(0).state());
        assertEquals(Measured.State.UP, measured(1).state());
        sink.close();
    }
}
