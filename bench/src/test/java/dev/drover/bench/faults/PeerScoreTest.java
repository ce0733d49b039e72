package dev.drover.bench.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.drover.bench.faults.peer.Level;
import dev.drover.bench.faults.peer.Peer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How peers are scored. */
class PeerScoreTest {
    private static final Peer NETDATA = MadeUp.peer("Netdata");
    private static final Raised RIGHT = MadeUp.raised(NETDATA, "10min_cpu_usage", Level.WARNING, true);
    private static final Raised WRONG = MadeUp.raised(NETDATA, "oom_kill", Level.WARNING, false);
    private static final Raised LOUDER = MadeUp.raised(NETDATA, "ram_in_use", Level.CRITICAL, false);
    private static final Raised TOLD = MadeUp.raised(NETDATA, "ram_available", Level.INFO, false);

    private static PeerScore fault(Raised... raised) {
        return PeerScore.of(
                NETDATA, List.of(MadeUp.ran("cpu-hog", MadeUp.BADLY, List.of(), Map.of(NETDATA, List.of(raised)))));
    }

    private static PeerScore control(Raised... raised) {
        return PeerScore.of(
                NETDATA, List.of(MadeUp.ran("idle", MadeUp.WELL, List.of(), Map.of(NETDATA, List.of(raised)))));
    }

    @Test
    void countsARightAlertWhereverItStands() {
        assertEquals(new PeerScore(1, 1, 1, 0, 0), fault(RIGHT));
        assertEquals(new PeerScore(1, 1, 0, 0, 0), fault(LOUDER, RIGHT));
        assertEquals(new PeerScore(1, 0, 0, 0, 0), fault(WRONG));
        assertEquals(new PeerScore(1, 0, 0, 0, 0), fault());
    }

    @Test
    void sharesFirstPlaceAmongTheLoudest() {
        assertEquals(0.5, fault(RIGHT, WRONG, TOLD).first());
    }

    @Test
    void takesAnyWarningOnAControlForAFalseAlarm() {
        assertEquals(1, control(WRONG).falseVerdicts());
        assertEquals(1, control(LOUDER, TOLD).falseVerdicts());
        assertEquals(0, control(TOLD).falseVerdicts());
        assertEquals(0, control().falseVerdicts());
    }

    @Test
    void leavesOutWhatDoesNotCountForTheDoctor() {
        var nobodySuffered = MadeUp.ran("cpu-hog", MadeUp.WELL, List.of(), Map.of(NETDATA, List.of(RIGHT)));
        assertEquals(new PeerScore(0, 0, 0, 0, 0), PeerScore.of(NETDATA, List.of(nobodySuffered)));
    }
}
