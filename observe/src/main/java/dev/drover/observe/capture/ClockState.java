package dev.drover.observe.capture;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** What keeps the clock in time, as the kernel knows it (adjtimex(2), {@code struct timex} of 64-bit Linux). */
final class ClockState {
    private static final int SIZE = 208;

    private ClockState() {}

    static Content read() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment timex = arena.allocate(SIZE, 8);
            int state = Libc.adjtimex(arena, timex);
            return Content.Text.of("state " + state + "\nstatus " + timex.get(ValueLayout.JAVA_INT, 40) + "\noffset "
                    + timex.get(ValueLayout.JAVA_LONG, 8) + "\nmaxerror " + timex.get(ValueLayout.JAVA_LONG, 24)
                    + "\nesterror " + timex.get(ValueLayout.JAVA_LONG, 32) + "\n");
        } catch (Libc.Failed e) {
            return new Content.Unreadable(String.valueOf(e.getMessage()));
        }
    }
}
