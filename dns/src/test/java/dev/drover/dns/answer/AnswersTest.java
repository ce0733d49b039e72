package dev.drover.dns.answer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.dns.message.Query;
import dev.drover.dns.name.DnsName;
import dev.drover.dns.peers.Zones;
import dev.drover.dns.zone.Zone;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSIDOption;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class AnswersTest {
    private static final List<Zone> ZONES = Zones.all();
    private static final Answers ANSWERS = Answers.of(ZONES, new Identity("site-a", "Drover 1", 1232));

    private static Message query(String name, int type) throws IOException {
        return Message.newQuery(Record.newRecord(Name.fromString(name + "."), type, DClass.IN));
    }

    private static byte[] raw(byte[] query, boolean stream) {
        var scratch = new Query();
        System.arraycopy(query, 0, scratch.bytes(), 0, query.length);
        int length = ANSWERS.answer(scratch, query.length, stream);
        return Arrays.copyOf(scratch.bytes(), length);
    }

    private static Message datagram(Message query) throws IOException {
        return new Message(raw(query.toWire(), false));
    }

    private static Message withOpt(String name, int type, Consumer<Message> more) throws IOException {
        Message query = query(name, type);
        more.accept(query);
        return datagram(query);
    }

    @Test
    void echoesTheQuestionAsItWasWritten() throws IOException {
        Message answer = datagram(query("wEb.eXample.TEST", Type.A));
        assertEquals("wEb.eXample.TEST.", answer.getQuestion().getName().toString());
        assertEquals(
                "wEb.eXample.TEST.",
                answer.getSection(Section.ANSWER).getFirst().getName().toString());
    }

    @Test
    void keepsTheCaseOfNamesInData() throws IOException {
        Message answer = datagram(query("alias2.example.test", Type.CNAME));
        assertEquals(
                "Alias3.example.test.",
                answer.getSection(Section.ANSWER).getFirst().rdataToString());
    }

    @Test
    void copiesIdRecursionDesiredAndCheckingDisabled() throws IOException {
        Message query = query("web.example.test", Type.A);
        query.getHeader().setFlag(Flags.CD);
        query.getHeader().setFlag(Flags.AD);
        Message answer = datagram(query);
        assertEquals(query.getHeader().getID(), answer.getHeader().getID());
        assertTrue(answer.getHeader().getFlag(Flags.QR));
        assertTrue(answer.getHeader().getFlag(Flags.RD));
        assertTrue(answer.getHeader().getFlag(Flags.CD));
        assertFalse(answer.getHeader().getFlag(Flags.RA));
        assertFalse(answer.getHeader().getFlag(Flags.AD));
    }

    @Test
    void refusesForeignNamesAndSaysWhy() throws IOException {
        Message answer =
                withOpt("www.example.org", Type.A, q -> q.addRecord(new OPTRecord(1232, 0, 0), Section.ADDITIONAL));
        assertEquals(Rcode.REFUSED, answer.getRcode());
        assertFalse(answer.getHeader().getFlag(Flags.AA));
        var why = (ExtendedErrorCodeOption) answer.getOPT().getOptions().getFirst();
        assertEquals(ExtendedErrorCodeOption.NOT_AUTHORITATIVE, why.getErrorCode());
    }

    @Test
    void answersEdnsOnlyWhereItWasAsked() throws IOException {
        assertNull(datagram(query("web.example.test", Type.A)).getOPT());
        var opt = withOpt(
                        "web.example.test",
                        Type.A,
                        q -> q.addRecord(new OPTRecord(4096, 0, 0, 0x8000), Section.ADDITIONAL))
                .getOPT();
        assertEquals(1232, opt.getPayloadSize());
        assertEquals(0x8000, opt.getFlags());
        assertEquals(0, opt.getVersion());
        assertTrue(opt.getOptions().isEmpty());
    }

    @Test
    void ignoresOptionsItDoesNotKnowAndFlagsThatAreNone() throws IOException {
        var unknown = new GenericEDNSOption(65_001, new byte[] {1, 2, 3});
        var answer = withOpt(
                "web.example.test",
                Type.A,
                q -> q.addRecord(new OPTRecord(1232, 0, 0, 0x1234, List.of(unknown)), Section.ADDITIONAL));
        assertEquals(Rcode.NOERROR, answer.getRcode());
        assertEquals(0, answer.getOPT().getFlags());
        assertTrue(answer.getOPT().getOptions().isEmpty());
    }

    @Test
    void saysThatItKnowsNoOtherEdnsVersion() throws IOException {
        var answer =
                withOpt("web.example.test", Type.A, q -> q.addRecord(new OPTRecord(1232, 0, 1), Section.ADDITIONAL));
        assertEquals(Rcode.BADVERS, answer.getRcode());
        assertEquals(0, answer.getOPT().getVersion());
        assertTrue(answer.getSection(Section.ANSWER).isEmpty());
    }

    @Test
    void tellsItsIdentifierToWhoAsks() throws IOException {
        var asks = new OPTRecord(1232, 0, 0, 0, List.of(new NSIDOption(new byte[0])));
        var answer = withOpt("web.example.test", Type.A, q -> q.addRecord(asks, Section.ADDITIONAL));
        var told = (NSIDOption) answer.getOPT().getOptions().getFirst();
        assertEquals("{NSID: <736974652D61>}", told.toString());
    }

    @ParameterizedTest
    @CsvSource({"version.bind, Drover 1", "id.server, site-a", "HOSTNAME.bind, site-a"})
    void tellsAboutItselfInChaos(String name, String text) throws IOException {
        var answer = datagram(Message.newQuery(Record.newRecord(Name.fromString(name + "."), Type.TXT, DClass.CH)));
        var record = answer.getSection(Section.ANSWER).getFirst();
        assertEquals("\"" + text + "\"", record.rdataToString());
        assertEquals(DClass.CH, record.getDClass());
        var none = Answers.of(ZONES, Identity.ANONYMOUS);
        var scratch = new Query();
        byte[] wire = Message.newQuery(Record.newRecord(Name.fromString(name + "."), Type.TXT, DClass.CH))
                .toWire();
        System.arraycopy(wire, 0, scratch.bytes(), 0, wire.length);
        int length = none.answer(scratch, wire.length, false);
        assertEquals(Rcode.REFUSED, new Message(Arrays.copyOf(scratch.bytes(), length)).getRcode());
    }

    @Test
    void cutsWhatIsTooLongForADatagramAndSendsItOnStreams() throws IOException {
        Message query = query("bigtxt.example.test", Type.TXT);
        Message cut = datagram(query);
        assertTrue(cut.getHeader().getFlag(Flags.TC));
        assertTrue(cut.getSection(Section.ANSWER).isEmpty());
        Message whole = new Message(raw(query.toWire(), true));
        assertFalse(whole.getHeader().getFlag(Flags.TC));
        assertEquals(20, whole.getSection(Section.ANSWER).size());
    }

    /** 40 servers with their addresses. */
    @Test
    void leavesExtrasOutBeforeItCuts() throws IOException {
        Message answer = datagram(query("bigmx.example.test", Type.MX));
        assertTrue(answer.getHeader().getFlag(Flags.TC));
        var larger =
                withOpt("bigmx.example.test", Type.MX, q -> q.addRecord(new OPTRecord(4096, 0, 0), Section.ADDITIONAL));
        assertFalse(larger.getHeader().getFlag(Flags.TC));
        assertEquals(40, larger.getSection(Section.ANSWER).size());
        assertEquals(List.of(larger.getOPT()), larger.getSection(Section.ADDITIONAL));
    }

    @Test
    void cutsAReferralThatLosesItsGlue() throws IOException {
        var answer = withOpt(
                "x.bigdel.example.test", Type.A, q -> q.addRecord(new OPTRecord(1232, 0, 0), Section.ADDITIONAL));
        assertTrue(answer.getHeader().getFlag(Flags.TC));
        assertFalse(answer.getHeader().getFlag(Flags.AA));
    }

    @Test
    void givesOneSetForAny() throws IOException {
        Message answer = datagram(query("example.test", Type.ANY));
        assertEquals(1, answer.getSectionRRsets(Section.ANSWER).size());
        Message alias = datagram(query("www.example.test", Type.ANY));
        assertEquals(Type.CNAME, alias.getSection(Section.ANSWER).getFirst().getType());
        assertEquals(1, alias.getSection(Section.ANSWER).size());
        Message referral = datagram(query("sub.example.test", Type.ANY));
        assertEquals(4, referral.getSection(Section.AUTHORITY).size());
        Message empty = datagram(query("ent.example.test", Type.ANY));
        assertEquals(Type.SOA, empty.getSection(Section.AUTHORITY).getFirst().getType());
    }

    @Test
    void takesTheSigningRecordsOfAZoneFromTheOneAbove() throws IOException {
        Message answer = datagram(query("child.parent.test", Type.DS));
        assertEquals(Type.DS, answer.getSection(Section.ANSWER).getFirst().getType());
        Message none = datagram(query("parent.test", Type.DS));
        assertEquals(
                "parent.test.",
                none.getSection(Section.AUTHORITY).getFirst().getName().toString());
    }

    @ParameterizedTest
    @ValueSource(ints = {Opcode.IQUERY, Opcode.STATUS, Opcode.NOTIFY, Opcode.UPDATE, 15})
    void knowsNoOtherOpcode(int opcode) throws IOException {
        Message query = query("example.test", Type.SOA);
        query.getHeader().setOpcode(opcode);
        Message answer = datagram(query);
        assertEquals(Rcode.NOTIMP, answer.getRcode());
        assertEquals(opcode, answer.getHeader().getOpcode());
    }

    @ParameterizedTest
    @CsvSource({
        "0, NOTIMP",
        "41, FORMERR",
        "249, NOTIMP",
        "251, REFUSED",
        "252, REFUSED",
        "254, NOTIMP",
        "128, FORMERR",
        "129, NOTIMP"
    })
    void refusesTypesThatNoRecordHas(int type, String rcode) {
        byte[] question = HexFormat.of()
                .parseHex("000100000001000000000000" + "076578616d706c65" + "0474657374" + "00" + "%04x".formatted(type)
                        + "0001");
        assertEquals(Rcode.value(rcode), raw(question, true)[3] & 0xf);
    }

    @Test
    void refusesOtherClasses() throws IOException {
        for (int dnsClass : new int[] {DClass.HS, DClass.ANY, DClass.NONE, 5}) {
            byte[] wire = query("example.test", Type.SOA).toWire();
            wire[wire.length - 1] = (byte) dnsClass;
            assertEquals(Rcode.REFUSED, new Message(raw(wire, false)).getRcode());
        }
    }

    @Test
    void takesOverTablesOfZonesThatStay() {
        var next = ANSWERS.with(ZONES.subList(0, 2));
        assertEquals(2, next.zones().size());
        assertEquals(0, ANSWERS.with(List.of()).size());
        var twice = List.of(ZONES.getFirst(), ZONES.getFirst());
        var e = assertThrows(IllegalArgumentException.class, () -> ANSWERS.with(twice));
        assertEquals("two zones " + ZONES.getFirst().origin(), e.getMessage());
    }

    @Test
    void staysSilentOnResponses() throws IOException {
        byte[] wire = query("example.test", Type.SOA).toWire();
        wire[2] |= (byte) 0x80;
        assertArrayEquals(new byte[0], raw(wire, false));
        assertArrayEquals(new byte[0], raw(new byte[11], false));
    }

    @Test
    void answersTheRootOnlyIfItIsServed() throws IOException {
        byte[] wire = Message.newQuery(Record.newRecord(Name.root, Type.NS, DClass.IN))
                .toWire();
        assertEquals(Rcode.REFUSED, new Message(raw(wire, false)).getRcode());
        var root = Zone.builder(DnsName.ROOT);
        ZONES.getFirst().forEach((owner, sets) -> {
            if (owner.equals(ZONES.getFirst().origin())) {
                sets.forEach(s -> root.add(DnsName.ROOT, s));
            }
        });
        var answers = Answers.of(List.of(root.build()), Identity.ANONYMOUS);
        var scratch = new Query();
        for (String name : List.of(".", "nothing.at.all.")) {
            byte[] asked = Message.newQuery(Record.newRecord(Name.fromString(name), Type.TXT, DClass.IN))
                    .toWire();
            System.arraycopy(asked, 0, scratch.bytes(), 0, asked.length);
            var answer = new Message(Arrays.copyOf(scratch.bytes(), answers.answer(scratch, asked.length, false)));
            assertEquals(name.equals(".") ? Rcode.NOERROR : Rcode.NXDOMAIN, answer.getRcode());
            assertEquals(
                    Name.root, answer.getSection(Section.AUTHORITY).getFirst().getName());
        }
    }
}
