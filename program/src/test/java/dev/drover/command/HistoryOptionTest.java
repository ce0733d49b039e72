package dev.drover.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.observe.history.Keeping;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HistoryOptionTest {
    @Test
    void watchesNothingWhenOff() throws Failure {
        assertNull(HistoryOption.parse("off"));
    }

    @Test
    void keepsTheUsualOfWhatIsNotTold() throws Failure {
        Keeping usual = Keeping.STANDARD;
        var expected = new Keeping(64L << 20, usual.memoryAge(), Duration.ofSeconds(10), 0, Duration.ofDays(30));
        assertEquals(expected, HistoryOption.parse("memory=64M,disk=0,days=30,every=10s"));
        assertEquals(usual, HistoryOption.parse("on"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "memory", "memory=0", "memory=5", "disk=1K", "days=0", "every=0s", "tape=1M", "off,days=3"})
    void refusesWhatItDoesNotUnderstand(String text) {
        Failure failure = assertThrows(Failure.class, () -> HistoryOption.parse(text));
        assertTrue(String.valueOf(failure.getMessage()).contains("expected"), failure::getMessage);
    }
}
