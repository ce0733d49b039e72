package dev.drover.dns.rollover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.dns.name.DnsName;
import dev.drover.plane.control.Refused;
import dev.drover.testkit.FakeTime;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How the keys of a zone follow each other. */
class RolloversTest extends OneZone {
    @Test
    void followsWhenAllServersOfTheZoneAboveShowTheNextKeyAndNobodyKeepsTheOldRecord() {
        untilItIsVouchedFor();
        assertEquals(List.of(), rollovers.waiting());
        assertEquals(VOUCHED, after(Succession.BEHIND.minusSeconds(1)));
        assertEquals(FOLLOWED, after(Duration.ofSeconds(1)));
        assertEquals(FOLLOWED, after(LIFETIME.minus(Succession.BEHIND).minusSeconds(1)));
        assertEquals("2 ACTIVE, 3 PUBLISHED, announced 2", after(Duration.ofSeconds(1)));
    }

    @Test
    void waitsAsLongAsOneServerLags() {
        untilItWaits();
        parents.show(ONE, ds(2));
        assertEquals(WAITS, after(Duration.ofDays(400)));
        Waiting waiting = rollovers.waiting().getFirst();
        assertEquals(FakeTime.START.plus(LIFETIME).plus(Succession.AHEAD), waiting.since());
        assertEquals(
                "192.0.2.2 has other DS records than that of key "
                        + KEYS.entry(2).tag(),
                waiting.why());
        parents.show(OTHER);
        assertEquals(WAITS, after(Rollovers.BETWEEN));
        assertEquals(
                "192.0.2.2 has no DS record", rollovers.waiting().getFirst().why());
    }

    @Test
    void waitsAsLongAsOneServerIsGone() {
        untilItWaits();
        parents.show(ONE, ds(2));
        parents.stop(OTHER);
        assertEquals(WAITS, after(Duration.ofDays(400)));
        assertEquals(
                "192.0.2.2: Connection refused", rollovers.waiting().getFirst().why());
    }

    @Test
    void waitsAgainWhenTheZoneAboveTakesItsWordBack() {
        untilItIsVouchedFor();
        parents.show(OTHER, ds(1));
        assertEquals(WAITS, after(Duration.ofDays(1)));
        parents.show(OTHER, ds(2));
        assertEquals(VOUCHED, after(Rollovers.BETWEEN));
        assertEquals(VOUCHED, after(Succession.BEHIND.minusSeconds(1)));
        assertEquals(FOLLOWED, after(Duration.ofSeconds(1)));
    }

    @Test
    void keepsTheOldKeyWhileTheZoneAboveIsGoneWhenItCouldGo() {
        untilItIsVouchedFor();
        parents.stop(ONE);
        assertEquals(VOUCHED, after(Duration.ofDays(50)));
        assertEquals(
                "192.0.2.1: Connection refused", rollovers.waiting().getFirst().why());
        assertTrue(rollovers.waiting().getFirst().bySeen());
        parents.show(ONE, ds(2));
        assertEquals(FOLLOWED, after(Rollovers.BETWEEN));
    }

    @Test
    void keepsTheOldKeyForAsLongAsItsRecordIsKept() {
        parents.keep(Duration.ofDays(6).toSeconds());
        untilItIsVouchedFor();
        assertEquals(VOUCHED, after(Duration.ofDays(7).minusSeconds(1)));
        assertEquals(FOLLOWED, after(Duration.ofSeconds(1)));
    }

    @Test
    void takesNothingAwayWhenTheClockGoesBack() {
        untilItWaits();
        wall.advance(Duration.ofDays(-300));
        assertEquals(JOINED, after(Duration.ZERO));
        assertEquals(WAITS, after(Duration.ofDays(300)));
        parents.show(ONE, ds(2));
        parents.show(OTHER, ds(2));
        assertEquals(VOUCHED, after(Rollovers.BETWEEN));
        wall.advance(Duration.ofDays(-300));
        assertEquals(VOUCHED, after(Duration.ofDays(200)));
        assertEquals(FOLLOWED, after(Duration.ofDays(103)));
        wall.advance(Duration.ofDays(-300));
        assertEquals(FOLLOWED, after(Duration.ofDays(1)));
    }

    @Test
    void doesNotAskBeforeThereIsSomethingToSeeNorMoreOftenThanNeeded() {
        assertEquals(JOINED, after(LIFETIME));
        assertEquals(0, parents.asked());
        assertEquals(WAITS, after(Succession.AHEAD));
        int before = parents.asked();
        for (int i = 0; i < 299; i++) {
            nanos.advance(Duration.ofSeconds(1));
            rollovers.tick();
        }
        assertEquals(before, parents.asked());
        nanos.advance(Duration.ofSeconds(1));
        rollovers.tick();
        assertEquals(before + 2, parents.asked());
    }

    @Test
    void wantsNoWordOfTheOperatorBeforeItHasAskedItself() {
        watch(ONE);
        assertEquals(JOINED, after(LIFETIME));
        Rollovers again = opened(folder, alone, List.of(ONE));
        wall.advance(Succession.AHEAD);
        Waiting waiting = again.waiting().getFirst();
        assertEquals("the zone above has not been asked yet", waiting.why());
        assertFalse(waiting.bySeen());
        again.tick();
        assertTrue(again.waiting().getFirst().bySeen());
    }

    @Test
    void waitsForTheOperatorWhereNobodyIsAsked() throws Exception {
        watch();
        assertEquals(JOINED, after(LIFETIME));
        Refused early = assertThrows(Refused.class, () -> rollovers.seen(ZONE, "ada"));
        assertEquals(Refused.Cause.CONFLICT, early.why());
        assertEquals(WAITS, after(Duration.ofDays(900)));
        Waiting waiting = rollovers.waiting().getFirst();
        assertTrue(waiting.bySeen());
        assertEquals("nobody said that the zone above has its DS record", waiting.why());
        String done = rollovers.seen(ZONE, "ada the first");
        assertTrue(done.startsWith("key " + KEYS.entry(1).tag() + " of example.com. goes at 20"), done);
        assertEquals(VOUCHED, after(Duration.ofDays(3).minusSeconds(1)));
        assertEquals(FOLLOWED, after(Duration.ofSeconds(1)));
        assertEquals(0, parents.asked());
    }

    @Test
    void believesTheZoneAboveMoreThanTheOperator() throws Exception {
        untilItWaits();
        rollovers.seen(ZONE, "ada");
        assertEquals(WAITS, after(Rollovers.BETWEEN));
        parents.stop(ONE);
        parents.stop(OTHER);
        rollovers.seen(ZONE, "ada");
        assertEquals(FOLLOWED, after(Duration.ofDays(3)), "nobody contradicts");
    }

    @Test
    void refusesAWordForAZoneThatItDoesNotWatch() {
        Refused refused = assertThrows(Refused.class, () -> rollovers.seen(DnsName.parse("example.net"), "ada"));
        assertEquals(Refused.Cause.UNKNOWN, refused.why());
    }

    @Test
    void goesNoFurtherThanWhatCanBeWrittenDown() throws Exception {
        assertEquals(ALONE, after(Duration.ZERO));
        Files.createDirectory(folder.resolve("dnssec.steps.new"));
        wall.advance(LIFETIME);
        nanos.advance(Rollovers.BETWEEN);
        rollovers.tick();
        assertEquals(ALONE, now(rollovers));
        Files.delete(folder.resolve("dnssec.steps.new"));
        assertEquals(JOINED, after(Duration.ofMinutes(1)));
    }

    @Test
    void saysThatItsFileIsDamaged() throws Exception {
        Files.writeString(folder.resolve("dnssec.steps"), "example.com. 3 nonsense\n");
        IOException damaged =
                assertThrows(IOException.class, () -> started(folder, alone).open());
        assertTrue(String.valueOf(damaged.getMessage()).endsWith("is damaged: put it back from a backup"));
    }

    @Test
    void isTheSameOnNodesThatShareARegistry() throws Exception {
        var shared = new SharedSteps();
        Rollovers one = opened(folder.resolve("one"), shared, List.of(ONE));
        Rollovers other = opened(folder.resolve("other"), shared, List.of(ONE));
        shared.known(false);
        one.tick();
        assertEquals("nothing", now(one), "nobody knows what is in use before it has been read");
        assertEquals("nodes have not agreed yet", one.waiting().getFirst().why());
        shared.known(true);
        parents.show(ONE, ds(2));
        for (int day = 0; day < 104; day++) {
            one.tick();
            other.tick();
            one.tick();
            assertEquals(now(one), now(other), "on day " + day);
            wall.advance(Duration.ofDays(1));
            nanos.advance(Duration.ofDays(1));
        }
        assertEquals(VOUCHED, now(one));
        shared.writable(false);
        wall.advance(Duration.ofDays(10));
        nanos.advance(Duration.ofDays(10));
        one.tick();
        assertEquals(VOUCHED, now(one), "no majority");
        Rollovers late = opened(folder.resolve("one"), shared, List.of(ONE));
        assertEquals(VOUCHED, now(late), "from its file, before it has heard anybody");
        shared.writable(true);
        shared.forget();
        late.tick();
        assertEquals(1, shared.all().size(), "a registry that knows nothing is told");
        nanos.advance(Acquaintance.AT_LEAST);
        late.tick();
        other.tick();
        assertEquals(FOLLOWED, now(late));
        assertEquals(FOLLOWED, now(other));
    }
}
