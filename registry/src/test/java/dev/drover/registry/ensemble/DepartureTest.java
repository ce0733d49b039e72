package dev.drover.registry.ensemble;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.registry.ensemble.Census.Doing;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DepartureTest {
    private static final Ports PORTS = new Ports(1, 2, 3);

    /** The first leads, the last are dead. */
    private static Census of(int voters, int dead) {
        List<Seat> seats = IntStream.rangeClosed(1, voters)
                .mapToObj(i -> new Seat(i, address(i), PORTS, true))
                .toList();
        var seen = new HashMap<String, Doing>();
        IntStream.rangeClosed(1, voters - dead)
                .forEach(i -> seen.put(address(i), i == 1 ? Doing.LEADS : Doing.FOLLOWS));
        return new Census(Optional.of(new Roll(1, seats)), seen);
    }

    private static String address(int number) {
        return "10.0.0." + number;
    }

    private static Departure leaving(Census census, int number) {
        return Departure.of(census, address(number));
    }

    @Test
    void letsTheDeadGo() {
        for (int voters = 2; voters <= 7; voters++) {
            for (int dead = 1; dead * 2 < voters; dead++) {
                var gone = leaving(of(voters, dead), voters);
                assertTrue(gone.isPossible());
                assertFalse(gone.isRisky(), "a dead member's vote bears nothing");
                assertFalse(gone.isAnother());
                assertTrue(leaving(of(voters, dead), 1).isAnother(), "the wrong name may have been typed");
            }
        }
    }

    @Test
    void warnsWhereNoLossWouldBeBorneAnyMore() {
        assertTrue(leaving(of(3, 0), 2).isRisky());
        assertTrue(leaving(of(5, 1), 2).isRisky());
        assertFalse(leaving(of(4, 0), 2).isRisky());
        assertFalse(leaving(of(5, 0), 2).isRisky());
        assertFalse(leaving(of(2, 0), 2).isRisky(), "two bear no loss either");
    }

    @Test
    void holdsWhoIsNeeded() {
        assertFalse(leaving(of(3, 1), 2).isPossible());
        assertFalse(leaving(of(3, 2), 3).isPossible());
        assertTrue(leaving(of(1, 0), 1).isLast());
        assertEquals(new Departure(4, 3, 1, true), leaving(of(5, 1), 1));
        assertEquals(Optional.of(address(1)), of(3, 0).leader());
    }
}
