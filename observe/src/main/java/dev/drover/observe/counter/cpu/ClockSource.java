package dev.drover.observe.counter.cpu;

import dev.drover.observe.counter.Group;
import dev.drover.observe.counter.Measured;
import java.nio.charset.StandardCharsets;

/** By what the kernel tells time, such as {@code tsc}. */
public record ClockSource(String name) {
    public static final Group<ClockSource> GROUP =
            Group.file("/sys/devices/system/clocksource/clocksource0/current_clocksource", ClockSource::parse);

    private static final int LONGEST = 64;

    static Measured<ClockSource> parse(byte[] bytes) {
        String name = new String(bytes, 0, Math.min(LONGEST, bytes.length), StandardCharsets.UTF_8).strip();
        return name.isEmpty() ? Measured.not("empty") : Measured.of(new ClockSource(name));
    }
}
