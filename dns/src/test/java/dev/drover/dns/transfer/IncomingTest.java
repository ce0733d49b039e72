package dev.drover.dns.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.Rdata;
import dev.drover.dns.name.RecordType;
import dev.drover.dns.zone.Zone;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IncomingTest {
    private static final DnsName ORIGIN = DnsName.parse("example.com");
    private static final Zone HAVE = TransfersTest.zone(5, 0, 10);

    private static void soa(Incoming incoming, long serial) throws Incoming.Unsound {
        incoming.take(
                ORIGIN,
                RecordType.SOA,
                3600,
                TransfersTest.zone(serial, 0, 1).soa().first());
    }

    private static void address(Incoming incoming, String name, int last) throws Incoming.Unsound {
        incoming.take(
                DnsName.parse(name, ORIGIN), RecordType.A, 300, Rdata.of((byte) 10, (byte) 0, (byte) 0, (byte) last));
    }

    @Test
    void takesStepsInOrder() throws Exception {
        var incoming = new Incoming(ORIGIN, HAVE);
        soa(incoming, 7);
        soa(incoming, 5);
        address(incoming, "h1", 1);
        soa(incoming, 6);
        address(incoming, "new", 1);
        soa(incoming, 6);
        address(incoming, "new", 1);
        soa(incoming, 7);
        soa(incoming, 7);
        assertTrue(incoming.isDone());
        Zone zone = incoming.zone().orElseThrow();
        assertEquals(7, zone.serial());
        assertEquals(HAVE.size() - 1, zone.size());
    }

    @Test
    void seesThatNothingIsNewer() throws Exception {
        for (long serial : new long[] {5, 4, 5 + (1L << 31) - (1L << 32)}) {
            var incoming = new Incoming(ORIGIN, HAVE);
            soa(incoming, serial & 0xffff_ffffL);
            assertTrue(incoming.isDone());
            assertEquals(Optional.empty(), incoming.zone());
        }
    }

    @Test
    void refusesToRemoveWhatIsNotThere() throws Exception {
        var incoming = new Incoming(ORIGIN, HAVE);
        soa(incoming, 7);
        soa(incoming, 5);
        assertThrows(Incoming.Unsound.class, () -> address(incoming, "h1", 2));
    }

    @Test
    void refusesStepsThatDoNotFollow() throws Exception {
        var incoming = new Incoming(ORIGIN, HAVE);
        soa(incoming, 9);
        soa(incoming, 5);
        soa(incoming, 6);
        assertThrows(Incoming.Unsound.class, () -> soa(incoming, 8));
        var other = new Incoming(ORIGIN, HAVE);
        soa(other, 9);
        soa(other, 5);
        soa(other, 9);
        assertThrows(Incoming.Unsound.class, () -> soa(other, 6));
    }

    @Test
    void refusesWhatIsNotOfTheZoneOrNotInOrder() throws Exception {
        assertThrows(Incoming.Unsound.class, () -> address(new Incoming(ORIGIN, null), "h1", 1));
        var incoming = new Incoming(ORIGIN, null);
        soa(incoming, 7);
        assertThrows(Incoming.Unsound.class, () -> address(incoming, "www.example.net.", 1));
        address(incoming, "h1", 1);
        assertThrows(Incoming.Unsound.class, incoming::zone);
        assertThrows(Incoming.Unsound.class, () -> soa(incoming, 8));
        var done = new Incoming(ORIGIN, null);
        soa(done, 7);
        address(done, "h1", 1);
        soa(done, 7);
        assertThrows(Incoming.Unsound.class, () -> address(done, "h2", 2));
    }

    @Test
    void refusesAZoneThatIsNotSound() throws Exception {
        var incoming = new Incoming(ORIGIN, null);
        soa(incoming, 7);
        incoming.take(ORIGIN.child("a"), RecordType.CNAME, 300, Rdata.of(ORIGIN));
        incoming.take(ORIGIN.child("a"), RecordType.A, 300, Rdata.of(new byte[4]));
        soa(incoming, 7);
        assertThrows(Incoming.Unsound.class, incoming::zone);
    }

    /** Of the SOA: refresh 3600, retry 900, expire 86400 seconds. */
    @Test
    void asksWhenTheSoaSaysSo() {
        Instant now = Instant.ofEpochSecond(1_000_000);
        Timers timers = Timers.begin(now);
        assertTrue(timers.isDue(now) && timers.isExpired(now));
        timers = timers.succeeded(HAVE, now);
        assertEquals(now.plusSeconds(3600), timers.next());
        timers = timers.failed(now.plusSeconds(3600), Optional.of(HAVE));
        assertEquals(now.plusSeconds(4500), timers.next());
        assertEquals(now.plusSeconds(86_400), timers.expires());
        assertTrue(timers.told(now.plusSeconds(10)).isDue(now.plusSeconds(10)));
        assertTrue(timers.isExpired(now.plus(Duration.ofDays(1))));
    }
}
