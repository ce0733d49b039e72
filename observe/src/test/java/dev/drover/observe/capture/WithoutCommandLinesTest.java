package dev.drover.observe.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import org.junit.jupiter.api.Test;

final class WithoutCommandLinesTest {
    private final Tree tree = new WithoutCommandLines(Content.Text::of);

    @Test
    void leavesOutWhatProcessesWereStartedWith() {
        assertInstanceOf(Content.Unreadable.class, tree.read("/proc/81/cmdline"));
    }

    @Test
    void givesAllElse() {
        assertEquals("/proc/81/stat", tree.read("/proc/81/stat").toString());
        assertEquals("/proc/cmdline", tree.read("/proc/cmdline").toString());
    }
}
