package dev.drover.registry.attendance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.drover.plane.Ticker;
import dev.drover.registry.MemoryRegistry;
import dev.drover.registry.command.Command;
import dev.drover.registry.entry.Check;
import dev.drover.registry.entry.CheckStatus;
import dev.drover.registry.entry.Node;
import dev.drover.testkit.FakeTime;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AttendanceTest {
    private static final Set<String> ALL = Set.of("alpha", "beta", "gamma");
    private static final Set<String> WITHOUT_GAMMA = Set.of("alpha", "beta");

    private final FakeTime time = new FakeTime();
    private final MemoryRegistry registry = new MemoryRegistry(time);
    private final Attendance first = attendance("alpha");
    private final Attendance second = attendance("Beta");

    private Attendance attendance(String self) {
        return new Attendance(registry, self, Ticker.of(time, time));
    }

    @BeforeEach
    void begin() throws Exception {
        for (var name : List.of("alpha", "Beta", "Gamma")) {
            registry.apply(
                    new Command.Register(Node.of(name, "192.0.2.1"), false, List.of(), List.of(Check.alive(name))));
        }
        registry.apply(new Command.PutNode(Node.of("outside", "192.0.2.9")));
    }

    private void pass(long seconds, Set<String> present, Attendance by) throws Exception {
        for (long i = 0; i < seconds; i++) {
            time.advance(Duration.ofSeconds(1));
            by.tick(present);
        }
    }

    private CheckStatus gamma() {
        Check alive = registry.state().check("gamma", Check.LIVENESS);
        assertNotNull(alive);
        return alive.status();
    }

    @Test
    void suspectsBeforeItSaysThatANodeIsGone() throws Exception {
        pass(1, ALL, first);
        pass(6, WITHOUT_GAMMA, first);
        assertEquals(CheckStatus.PASSING, gamma());
        pass(1, WITHOUT_GAMMA, first);
        assertEquals(CheckStatus.CRITICAL, gamma());
    }

    @Test
    void forgetsASuspicionWhenTheNodeIsBack() throws Exception {
        pass(5, WITHOUT_GAMMA, first);
        pass(1, ALL, first);
        pass(5, WITHOUT_GAMMA, first);
        assertEquals(CheckStatus.PASSING, gamma());
    }

    @Test
    void letsTheFirstWriteAndWritesItselfWhenThatDoesNot() throws Exception {
        pass(11, WITHOUT_GAMMA, second);
        assertEquals(CheckStatus.PASSING, gamma());
        pass(1, WITHOUT_GAMMA, second);
        assertEquals(CheckStatus.CRITICAL, gamma());
    }

    @Test
    void saysItselfThatItIsBack() throws Exception {
        pass(10, WITHOUT_GAMMA, first);
        attendance("gamma").tick(ALL);
        assertEquals(CheckStatus.PASSING, gamma());
    }

    @Test
    void deregistersRemainsAfterThreeDaysAndNotBefore() throws Exception {
        pass(10, WITHOUT_GAMMA, first);
        time.advance(Duration.ofHours(71));
        first.tick(WITHOUT_GAMMA);
        assertNotNull(registry.state().node("gamma"));
        time.advance(Duration.ofHours(1));
        first.tick(WITHOUT_GAMMA);
        assertNull(registry.state().node("gamma"));
        assertNotNull(registry.state().node("outside"), "nobody knows whether that is there");
    }

    @Test
    void judgesNobodyWhileItHearsNothing() throws Exception {
        pass(5, WITHOUT_GAMMA, first);
        first.tick(Set.of());
        pass(5, WITHOUT_GAMMA, first);
        assertEquals(CheckStatus.PASSING, gamma());
        registry.cutOff(true);
        pass(60, WITHOUT_GAMMA, first);
        registry.cutOff(false);
        pass(5, WITHOUT_GAMMA, first);
        assertEquals(CheckStatus.PASSING, gamma());
    }
}
