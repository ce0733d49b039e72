package dev.drover.dns.rollover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How the keys of a zone come into the operator's hand, and follow each other again. */
class ByHandTest extends OneZone {
    @Test
    void handsOverToTheOperatorAndBackAtTheKeyThatIsInUseThen() {
        untilItIsVouchedFor();
        assertEquals(FOLLOWED, after(Succession.BEHIND));
        byHand(rollovers, false, 2);
        assertTrue(rollovers.of(ZONE).orElseThrow().isByHand());
        byItself(rollovers, false, 1);
        assertFalse(rollovers.of(ZONE).orElseThrow().isByHand());
        assertEquals(FOLLOWED, now(rollovers), "the file before comes back");
        byHand(rollovers, false, 2, 3);
        byHand(rollovers, false, 3);
        rollovers = opened(folder, alone, servers);
        byItself(rollovers, false, 1);
        assertEquals("3 ACTIVE, announced 3", now(rollovers), "the operator's key, after a restart");
    }

    @Test
    void keepsBothKeysThatWereThereByHand() {
        byHand(rollovers, false, 1);
        byHand(rollovers, false, 1, 2);
        byItself(rollovers, false, 2);
        assertEquals(JOINED, now(rollovers));
        byHand(rollovers, false, 1, 2);
        byHand(rollovers, false, 1, 5);
        byItself(rollovers, false, 1);
        assertEquals("1 ACTIVE, 5 ACTIVE, announced 5", now(rollovers));
        String why = rollovers.waiting().getFirst().why();
        assertTrue(why.startsWith("keys [1, 5] are in use"), why);
        byHand(rollovers, false, 5);
        byItself(rollovers, false, 1);
        assertEquals("5 ACTIVE, announced 5", now(rollovers));
        assertEquals(List.of(), rollovers.waiting());
    }

    @Test
    void leavesTheKeysToTheNodeThatHasTheNewerModel() {
        var shared = new SharedSteps();
        Rollovers one = opened(folder.resolve("one"), shared, List.of());
        Rollovers other = opened(folder.resolve("other"), shared, List.of());
        one.tick();
        other.tick();
        one.use(List.of(), Map.of(ZONE, List.of(1)), true);
        for (int i = 0; i < 20; i++) {
            nanos.advance(Duration.ofMinutes(1));
            one.tick();
            other.tick();
            assertEquals(2, shared.all().getFirst().number(), "after a minute or more: " + i);
        }
        assertEquals("1 ACTIVE, announced 1", now(other));
        String why = other.waiting().getFirst().why();
        assertTrue(why.startsWith("another node changes its keys by hand"), why);
        byHand(one, true, 1, 2);
        byHand(one, true, 2);
        other.tick();
        assertEquals("2 ACTIVE, announced 2", now(other));
        other = opened(folder.resolve("other"), shared, List.of());
        other.tick();
        nanos.advance(Duration.ofMinutes(1));
        other.tick();
        assertEquals("2 ACTIVE, announced 2", now(other), "with the older model after a restart");
        byHand(other, true, 2);
        one.tick();
        long settled = shared.all().getFirst().number();
        nanos.advance(Duration.ofMinutes(1));
        one.tick();
        other.tick();
        assertEquals(settled, shared.all().getFirst().number());
        byItself(other, true, 1);
        byItself(one, true, 1);
        other.tick();
        assertEquals("2 ACTIVE, announced 2", now(one));
        assertEquals(List.of(), one.waiting());
    }
}
