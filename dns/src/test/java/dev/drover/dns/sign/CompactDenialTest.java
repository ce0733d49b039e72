package dev.drover.dns.sign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.dns.answer.Answers;
import dev.drover.dns.answer.Identity;
import dev.drover.dns.message.Query;
import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.Rdata;
import dev.drover.dns.name.RecordSet;
import dev.drover.dns.name.RecordType;
import dev.drover.dns.zone.Zone;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What RFC 9824 says that is answered. */
class CompactDenialTest {
    private static final DnsName ORIGIN = DnsName.parse("example.test");
    private static final int COMPACT_OK = 0x4000;
    private static final int NXNAME = 128;
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

    private final Answers answers = Answers.of(List.of(zone()), Identity.ANONYMOUS);

    private static Zone zone() {
        RecordSet address = RecordSet.of(RecordType.A, 300, Rdata.of(new byte[4]));
        byte[] soa = new byte[22];
        soa[21] = 60;
        Zone plain = Zone.builder(ORIGIN)
                .add(ORIGIN, RecordType.SOA, 300, Rdata.of(soa))
                .add(ORIGIN, RecordType.NS, 300, Rdata.of(DnsName.parse("ns.example.net")))
                .add(ORIGIN.child("www"), address)
                .add(DnsName.parse("a.b", ORIGIN), address)
                .add(DnsName.parse("*.wild", ORIGIN), address)
                .add(ORIGIN.child("lost"), RecordType.CNAME, 300, Rdata.of(ORIGIN.child("none")))
                .add(ORIGIN.child("sub"), RecordType.NS, 300, Rdata.of(DnsName.parse("ns.example.net")))
                .build();
        KeyPlan plan = KeyPlan.derived(
                ORIGIN, Algorithm.ED25519, new Derivation(new byte[32]), List.of(1), Duration.ofDays(90));
        InstantSource clock = InstantSource.fixed(NOW);
        return ZoneSigner.signCompact(plain, Set.of(), plan.at(NOW), NOW, null, new SetSigner(plan, clock))
                .zone();
    }

    private Message ask(String name, int type, int flags) throws IOException {
        Message question = new Message(1);
        question.addRecord(
                Record.newRecord(Name.fromString(name + ".example.test."), type, DClass.IN), Section.QUESTION);
        question.addRecord(new OPTRecord(1232, 0, 0, flags), Section.ADDITIONAL);
        var query = new Query();
        byte[] bytes = question.toWire();
        System.arraycopy(bytes, 0, query.bytes(), 0, bytes.length);
        return new Message(Arrays.copyOf(query.bytes(), answers.answer(query, bytes.length, false)));
    }

    /** The only NSEC record of an answer: owner, next, types. */
    private static String denial(Message answer) {
        List<Record> all = answer.getSection(Section.AUTHORITY).stream()
                .filter(r -> r.getType() == Type.NSEC)
                .toList();
        assertEquals(1, all.size(), answer.toString());
        var one = (NSECRecord) all.getFirst();
        var types = new TreeSet<Integer>();
        for (int type : one.getTypes()) {
            types.add(type);
        }
        return one.getName() + " " + one.getNext() + " " + types;
    }

    @Test
    void deniesANameAtTheNameItself() throws Exception {
        Message answer = ask("x.y", Type.A, ExtendedFlags.DO);
        assertEquals(Rcode.NOERROR, answer.getRcode());
        assertEquals("x.y.example.test. \\000.x.y.example.test. [46, 47, 128]", denial(answer));
        assertEquals(0, answer.getOPT().getFlags() & COMPACT_OK);
    }

    @Test
    void callsItMissingForWhoUnderstandsAndForWhoWantsNoProof() throws Exception {
        Message told = ask("none", Type.A, ExtendedFlags.DO | COMPACT_OK);
        assertEquals(Rcode.NXDOMAIN, told.getRcode());
        assertEquals(COMPACT_OK, told.getOPT().getFlags() & COMPACT_OK);
        assertEquals("none.example.test. \\000.none.example.test. [46, 47, 128]", denial(told));
        assertEquals(Rcode.NXDOMAIN, ask("none", Type.A, 0).getRcode());
        assertEquals(Rcode.NXDOMAIN, ask("none", Type.A, COMPACT_OK).getRcode());
    }

    @Test
    void deniesTypesOfNamesThatAreThere() throws Exception {
        assertEquals(
                "www.example.test. \\000.www.example.test. [1, 46, 47]", denial(ask("www", Type.MX, ExtendedFlags.DO)));
        assertEquals("b.example.test. \\000.b.example.test. [46, 47]", denial(ask("b", Type.A, ExtendedFlags.DO)));
        assertEquals(
                "sub.example.test. \\000.sub.example.test. [2, 46, 47]",
                denial(ask("x.sub", Type.A, ExtendedFlags.DO)));
    }

    @Test
    void signsWhatAWildcardStandsForAsIfItWereThere() throws Exception {
        Message answer = ask("x.wild", Type.A, ExtendedFlags.DO);
        var signature = (RRSIGRecord) answer.getSection(Section.ANSWER).getLast();
        assertEquals(4, signature.getLabels());
        assertTrue(answer.getSection(Section.AUTHORITY).isEmpty(), answer.toString());
        assertEquals(
                "x.wild.example.test. \\000.x.wild.example.test. [1, 46, 47]",
                denial(ask("x.wild", Type.MX, ExtendedFlags.DO)));
    }

    @Test
    void followsAnAliasToWhatIsNotThere() throws Exception {
        Message answer = ask("lost", Type.A, ExtendedFlags.DO);
        assertEquals(Rcode.NOERROR, answer.getRcode());
        assertEquals(2, answer.getSection(Section.ANSWER).size());
        assertEquals("none.example.test. \\000.none.example.test. [46, 47, 128]", denial(answer));
        assertEquals(
                Rcode.NXDOMAIN,
                ask("lost", Type.A, ExtendedFlags.DO | COMPACT_OK).getRcode());
    }

    @Test
    void refusesToLookForTheTypeThatNoRecordHas() throws Exception {
        Message answer = ask("www", NXNAME, 0);
        assertEquals(Rcode.FORMERR, answer.getRcode());
        var why = (ExtendedErrorCodeOption) answer.getOPT().getOptions().getFirst();
        assertEquals(30, why.getErrorCode());
    }

    /** A gap that reaches to the end of the zone would have resolvers deny all names in it (RFC 8198). */
    @Test
    void leavesNoRoomBehindNamesThatAreAsLongAsCanBe() {
        String full = "a".repeat(63);
        String rest = "." + full + "." + full + "." + "a".repeat(48);
        String[] expected = {
            "a".repeat(62) + rest, "a".repeat(62) + "\\000" + rest,
            full + rest, "a".repeat(62) + "b" + rest,
            "a".repeat(62) + "@" + rest, "a".repeat(62) + "[" + rest,
            "a".repeat(62) + "\\255" + rest, "a".repeat(61) + "b" + rest,
            "\\255".repeat(63) + rest, "a".repeat(62) + "b" + rest.substring(64)
        };
        for (int i = 0; i < expected.length; i += 2) {
            DnsName name = DnsName.parse(expected[i], ORIGIN);
            DnsName next = Denial.next(name, ORIGIN);
            assertEquals(DnsName.parse(expected[i + 1], ORIGIN), next);
            assertTrue(next.compareTo(name) > 0, next.toString());
        }
        assertEquals(DnsName.parse("\\000.www", ORIGIN), Denial.next(ORIGIN.child("www"), ORIGIN));
    }
}
