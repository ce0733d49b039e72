package dev.drover.observe.counter.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TasksTest {
    @Test
    void countsAllTasksOfTheLoadAverage() {
        assertEquals(
                345,
                Tasks.running("0.20 0.18 0.12 1/345 11206\n".getBytes(StandardCharsets.UTF_8))
                        .orElse(0L));
    }

    @Test
    void refusesALineCutShort() {
        assertFalse(Tasks.running("0.20 0.18".getBytes(StandardCharsets.UTF_8)).isMeasured());
    }
}
