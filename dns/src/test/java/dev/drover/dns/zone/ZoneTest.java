package dev.drover.dns.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.Rdata;
import dev.drover.dns.name.RecordSet;
import dev.drover.dns.name.RecordType;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ZoneTest {
    private static final DnsName ORIGIN = DnsName.parse("example.com");
    private static final Rdata ADDRESS = Rdata.of((byte) 192, (byte) 0, (byte) 2, (byte) 1);

    private static Zone.Builder zone() {
        return Zone.builder(ORIGIN).add(ORIGIN, RecordType.SOA, 3600, soa(0xfffffff0L, 300));
    }

    private static Rdata soa(long serial, int minimum) {
        var all = new ByteArrayOutputStream();
        all.writeBytes(DnsName.parse("ns.example.com").wire());
        all.writeBytes(DnsName.parse("hostmaster.example.com").wire());
        all.writeBytes(ByteBuffer.allocate(20)
                .putInt((int) serial)
                .putInt(1)
                .putInt(2)
                .putInt(3)
                .putInt(minimum)
                .array());
        return Rdata.of(all.toByteArray());
    }

    @Test
    void readsSerialAndNegativeTtlFromItsSoa() {
        var zone = zone().build();
        assertEquals(0xfffffff0L, zone.serial());
        assertEquals(300, zone.negativeTtl());
        assertEquals("zone example.com. serial 4294967280", zone.toString());
    }

    @Test
    void joinsRecordsOfOneOwnerAndTypeUnderTheLeastTtl() {
        var zone = zone().add(ORIGIN.child("www"), RecordType.A, 60, ADDRESS)
                .add(ORIGIN.child("WWW"), RecordType.A, 30, Rdata.of((byte) 10, (byte) 0, (byte) 0, (byte) 1))
                .add(ORIGIN.child("www"), RecordType.A, 90, ADDRESS)
                .build();
        var set = zone.find(DnsName.parse("Www.Example.Com"), RecordType.A).orElseThrow();
        assertEquals(2, set.size());
        assertEquals(30, set.ttl());
        assertEquals(3, zone.size());
    }

    @Test
    void findsNamesThatOwnNothingButHaveSomethingBelow() {
        var zone = zone().add(ORIGIN.child("a.b.c"), RecordType.A, 60, ADDRESS).build();
        assertTrue(zone.exists(ORIGIN.child("b.c")));
        assertTrue(zone.exists(ORIGIN.child("C")));
        assertTrue(zone.exists(ORIGIN.child("a.b.c")));
        assertFalse(zone.exists(ORIGIN.child("x.b.c")));
        assertFalse(zone.exists(ORIGIN.child("d")));
        assertFalse(zone.exists(ORIGIN.child("bb.c")));
        assertEquals(List.of(), zone.at(ORIGIN.child("b.c")));
        assertEquals(List.of(ORIGIN, ORIGIN.child("a.b.c")), zone.owners());
    }

    @Test
    void refusesWhatCannotBeAnswered() {
        refused("has no SOA", Zone.builder(ORIGIN).add(ORIGIN, RecordType.A, 1, ADDRESS));
        refused("2 SOA records", zone().add(ORIGIN, RecordType.SOA, 3600, soa(2, 3)));
        refused("an SOA inside", zone().add(ORIGIN.child("a"), RecordType.SOA, 3600, soa(2, 3)));
        refused(
                "A beside a CNAME",
                zone().add(ORIGIN.child("a"), RecordType.CNAME, 1, Rdata.of(ORIGIN))
                        .add(ORIGIN.child("a"), RecordType.A, 1, ADDRESS));
        refused(
                "2 DNAME",
                zone().add(ORIGIN.child("a"), RecordType.DNAME, 1, Rdata.of(ORIGIN))
                        .add(ORIGIN.child("a"), RecordType.DNAME, 1, Rdata.of(DnsName.ROOT)));
        refused(
                "data of SOA that is none",
                Zone.builder(ORIGIN).add(ORIGIN, RecordType.SOA, 1, Rdata.of(new byte[22 + 1])));
        refused(
                "data of A that is none: \\# 3 010203",
                zone().add(ORIGIN, RecordType.A, 1, Rdata.of((byte) 1, (byte) 2, (byte) 3)));
        refused("a name ends", zone().add(ORIGIN, RecordType.MX, 1, Rdata.of((byte) 1)));
        refused(
                "data of MX that is none",
                zone().add(ORIGIN, RecordType.MX, 1, Rdata.of((byte) 1, (byte) 2, (byte) 0, (byte) 0)));
        refused("a name ends", zone().add(ORIGIN, RecordType.SRV, 1, Rdata.of(new byte[6])));
        refused("length byte 192", zone().add(ORIGIN, RecordType.NS, 1, Rdata.of((byte) 0xc0, (byte) 0)));
        var many = zone();
        for (int i = 0; i < 300; i++) {
            var text = new byte[256];
            text[0] = (byte) 255;
            text[1] = (byte) i;
            text[2] = (byte) (i >> 8);
            many.add(ORIGIN, RecordType.TXT, 1, Rdata.of(text));
        }
        refused("one answer", many);
        var outside = assertThrows(
                IllegalArgumentException.class, () -> zone().add(DnsName.parse("com"), RecordType.A, 1, ADDRESS));
        assertEquals("com. is outside of the zone example.com.", outside.getMessage());
    }

    private static void refused(String why, Zone.Builder builder) {
        var e = assertThrows(IllegalArgumentException.class, builder::build);
        assertTrue(String.valueOf(e.getMessage()).contains(why), e::getMessage);
    }

    @Property(tries = 200)
    void knowsExactlyTheNamesThatWereGivenAndTheirParents(
            @ForAll @Size(max = 30) List<@IntRange(max = 80) Integer> given, @ForAll @IntRange(max = 80) int asked) {
        var builder = zone();
        Set<DnsName> exist = new HashSet<>(Set.of(ORIGIN));
        for (int i : given) {
            var name = named(i);
            builder.add(name, RecordSet.of(RecordType.A, 5, ADDRESS));
            for (var n = name; !n.equals(ORIGIN); n = n.parent()) {
                exist.add(n);
            }
        }
        var zone = builder.build();
        assertEquals(exist.contains(named(asked)), zone.exists(named(asked)));
        assertEquals(
                given.contains(asked), zone.find(named(asked), RecordType.A).isPresent());
    }

    /** Of 3 labels from an alphabet of 4, some of them fewer. */
    private static DnsName named(int number) {
        var name = ORIGIN;
        for (int rest = number + 1; rest > 0; rest /= 4) {
            name = name.child(String.valueOf((char) ('a' + rest % 4)));
        }
        return name;
    }
}
