package dev.drover.dns.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NetworksTest {
    private static final long MAPPED = 0xffff_0000_0000L;

    private final Networks<Integer> networks = new Networks<>();

    @Test
    void findsWhatHoldsForTheBitsThatWereTold() {
        networks.keep(0, MAPPED | 0x0a010203, 30, 1);
        assertEquals(1, value(0, MAPPED | 0x0a010200));
        assertNull(networks.find(0, MAPPED | 0x0a010204), "behind its 30 bits");
        assertNull(networks.find(0, 0x0a010203), "an address of IPv6 with the same end");
        networks.keep(0x2001_0db8_0000_0000L, 5, 56, 2);
        assertEquals(2, value(0x2001_0db8_0000_00ffL, 77));
        assertNull(networks.find(0x2001_0db8_0000_0100L, 5));
    }

    private int value(long high, long low) {
        return Objects.requireNonNull(networks.find(high, low)).value();
    }

    /** What is asked for by as many networks as fit is found again, but for a few that have too many neighbours. */
    @Test
    void growsUntilItHoldsMostOfThoseWhoAsk() {
        var random = new Random(1);
        var clients = random.longs(2000, 0, 1L << 32).map(l -> MAPPED | l).toArray();
        int found = 0;
        for (int round = 0; round < 20; round++) {
            found = 0;
            for (long client : clients) {
                if (networks.find(0, client) == null) {
                    networks.keep(0, client, 24, 0);
                } else {
                    found++;
                }
            }
        }
        assertTrue(found > 1900, "found of 2000: " + found);
    }

    @Test
    void neverHoldsMoreThanItsBound() {
        var random = new Random(1);
        int found = 0;
        long[] clients = random.longs(200_000).toArray();
        for (long client : clients) {
            networks.keep(client, 0, 56, 0);
        }
        for (long client : clients) {
            found += networks.find(client, 0) == null ? 0 : 1;
        }
        assertTrue(found <= Networks.MOST, "kept: " + found);
    }
}
