package dev.drover.observe.counter.host;

import dev.drover.observe.counter.Group;
import dev.drover.observe.counter.Measured;
import dev.drover.observe.counter.Named;

/**
 * What keeps the clock in time ({@code /drover/clock}, adjtimex(2)).
 *
 * @param synchronised whether something keeps it
 * @param offset seconds that it is still to be moved; as far as its keeper knows
 * @param mostWrong the largest error in seconds that the kernel thinks possible; 16 s or more means it does not know
 */
public record Clock(boolean synchronised, double offset, double mostWrong) {
    public static final Group<Clock> GROUP = Group.file("/drover/clock", Clock::parse);

    private static final int UNSYNCHRONISED = 0x40;
    private static final int NANOSECONDS = 0x2000;

    static Measured<Clock> parse(byte[] bytes) {
        return Named.lines(bytes)
                .then(lines -> lines.get("status")
                        .then(status -> lines.get("offset")
                                .then(offset -> lines.get("maxerror")
                                        .map(wrong -> new Clock(
                                                (status & UNSYNCHRONISED) == 0,
                                                offset / ((status & NANOSECONDS) != 0 ? 1e9 : 1e6),
                                                wrong / 1e6)))));
    }
}
