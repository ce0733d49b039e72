package dev.drover.dns.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class RatesTest {
    private static final long SECOND = 1_000_000;

    private static boolean take(Rates rates, long key, long now, int rate) {
        long interval = SECOND / rate;
        return rates.take(key, now, interval, SECOND - interval);
    }

    @Test
    void givesABurstAndThenItsRate() {
        var rates = new Rates(16);
        int given = 0;
        for (int i = 0; i < 100; i++) {
            given += take(rates, 7, 0, 10) ? 1 : 0;
        }
        assertEquals(10, given);
        assertFalse(take(rates, 7, SECOND / 10 - 1, 10));
        assertTrue(take(rates, 7, SECOND / 10, 10));
        assertFalse(take(rates, 7, SECOND / 10, 10));
        assertTrue(take(rates, 7, 10 * SECOND, 10), "all is paid");
    }

    /** Threads read their clocks once for several queries, so that one may be behind another. */
    @Test
    void forgivesNothingToWhoseClockIsBehind() {
        var rates = new Rates(16);
        long now = 10 * SECOND;
        int given = 0;
        while (take(rates, 7, now, 100)) {
            given++;
        }
        assertEquals(100, given);
        assertFalse(take(rates, 7, now - 60, 100));
        assertFalse(take(rates, 7, now - SECOND / 2, 100));
        assertFalse(take(rates, 7, now, 100));
        assertTrue(take(rates, 7, now + SECOND / 100, 100));
    }

    /** However it is asked, at whatever time the clock stands: never more than the burst and the rate in any span. */
    @Property(tries = 200)
    void neverGivesMore(
            @ForAll @IntRange(min = 1, max = 500) int rate,
            @ForAll @LongRange(min = 0, max = 1L << 41) long start,
            @ForAll long seed) {
        var rates = new Rates(4);
        var random = new Random(seed);
        var given = new ArrayDeque<Long>();
        long now = start;
        for (int i = 0; i < 3000; i++) {
            now += random.nextInt((int) (2 * SECOND / rate / 5 + 1));
            if (take(rates, 0x123456789abcL, now, rate)) {
                given.add(now);
            }
            while (!given.isEmpty() && now - given.peek() > SECOND) {
                given.poll();
            }
            assertTrue(given.size() <= 2 * rate + 1, () -> given.size() + " within a second at " + rate + "/s");
        }
    }

    @Test
    void keepsKeysApart() {
        var rates = new Rates(1 << 10);
        assertTrue(take(rates, 1L << 50, 0, 1));
        assertFalse(take(rates, 1L << 50, 0, 1));
        assertTrue(take(rates, 1L << 51, 0, 1), "another in the same bucket");
        assertFalse(take(rates, 1L << 51, 0, 1));
        assertFalse(take(rates, 1L << 50, 0, 1));
        assertTrue(take(rates, 1L << 52, 0, 1), "a third takes the place of one");
    }

    /** A table that is full of strangers lets through; it does not shut out. */
    @Test
    void letsAnHonestKeyThroughAFloodOfOthers() {
        var rates = new Rates(1 << 8);
        var random = new Random(1);
        int refused = 0;
        for (int i = 0; i < 200_000; i++) {
            take(rates, random.nextLong(), i, 100);
            if (i % 20_000 == 0) {
                refused += take(rates, 42, i, 100) ? 0 : 1;
            }
        }
        assertEquals(0, refused);
    }

    /** A cell that was written before the 40 bits of its time went round is nobody's. */
    @Test
    void forgetsWhatIsDaysOld() {
        var rates = new Rates(1);
        for (int i = 0; i < 3; i++) {
            take(rates, 5, 1000, 1);
        }
        for (long days = 1; days < 30; days++) {
            assertTrue(take(rates, 5, 1000 + days * 86_400 * SECOND, 1), days + " days later");
        }
    }
}
