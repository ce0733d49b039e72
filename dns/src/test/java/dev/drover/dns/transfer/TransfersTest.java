package dev.drover.dns.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.dns.answer.Answers;
import dev.drover.dns.answer.Identity;
import dev.drover.dns.guard.Guard;
import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.Rdata;
import dev.drover.dns.name.RecordSet;
import dev.drover.dns.name.RecordType;
import dev.drover.dns.peers.Asker;
import dev.drover.dns.serve.DnsServer;
import dev.drover.dns.zone.Zone;
import dev.drover.model.Network;
import dev.drover.model.Transfer.Algorithm;
import dev.drover.model.Where;
import dev.drover.plane.Ticker;
import dev.drover.wire.Loops;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.Type;
import org.xbill.DNS.ZoneTransferException;
import org.xbill.DNS.ZoneTransferIn;

/** Held against the transfers and signatures of dnsjava, which has its own. */
class TransfersTest {
    private static final DnsName ORIGIN = DnsName.parse("example.com");
    private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    static final String BASE64 = Base64.getEncoder().encodeToString(SECRET);
    static final TransferKey KEY = key(Algorithm.HMAC_SHA256);
    private static final Access SIGNED = new Access(List.of(), Set.of(KEY.name()));
    private static final Access LOOPBACK = new Access(List.of(Network.parse(Where.nowhere(), "127.0.0.0/8")), Set.of());

    private final Loops loops = Loops.start(1, Ticker.system());
    private final Transfers transfers = new Transfers(
            InstantSource.system(), new Secondaries(Path.of("nothing"), InstantSource.system(), () -> {}));
    private @Nullable DnsServer server;

    @AfterEach
    void close() {
        if (server != null) {
            server.close();
        }
        transfers.close();
        loops.close();
    }

    static DnsServer.Staff staff(Transfers transfers) {
        return new DnsServer.Staff(transfers, Guard.none());
    }

    private static TransferKey key(Algorithm algorithm) {
        return new TransferKey(DnsName.parse("backup.example"), algorithm, SECRET);
    }

    private static TSIG tsig(Algorithm algorithm) {
        return new TSIG(
                Name.fromConstantString(algorithm.word() + "."), Name.fromConstantString("backup.example."), SECRET);
    }

    static Zone zone(long serial, int from, int to) {
        var builder = Zone.builder(ORIGIN);
        var soa = ByteBuffer.allocate(22);
        soa.put((byte) 0)
                .put((byte) 0)
                .putInt((int) serial)
                .putInt(3600)
                .putInt(900)
                .putInt(86400)
                .putInt(60);
        builder.add(ORIGIN, RecordSet.of(RecordType.SOA, 3600, Rdata.of(soa.array())));
        builder.add(ORIGIN, RecordSet.of(RecordType.NS, 3600, Rdata.of(DnsName.parse("ns.example.net"))));
        for (int i = from; i < to; i++) {
            byte[] address = ByteBuffer.allocate(4).putInt(0x0a000000 | i).array();
            builder.add(ORIGIN.child("h" + i), RecordSet.of(RecordType.A, 300, Rdata.of(address)));
        }
        return builder.build();
    }

    private void serve(Zone zone, Access access, TransferKey... keys) throws IOException {
        Answers answers = Answers.of(List.of(zone), Identity.ANONYMOUS);
        if (server == null) {
            server = DnsServer.open(loops, "127.0.0.1", 0, answers, new DnsServer.Staff(transfers, Guard.none()));
        } else {
            server.serve(answers);
        }
        transfers.offer(List.of(keys), List.of(new Transfers.Offer(zone, access, List.of())));
    }

    private int port() {
        return Objects.requireNonNull(server).port();
    }

    private InetSocketAddress at() {
        return new InetSocketAddress("127.0.0.1", port());
    }

    private List<Record> whole(@Nullable TSIG key) throws Exception {
        ZoneTransferIn in = ZoneTransferIn.newAXFR(Name.fromConstantString("example.com."), at(), key);
        in.setTimeout(Duration.ofSeconds(20));
        in.run();
        return in.getAXFR();
    }

    private ZoneTransferIn since(long serial, @Nullable TSIG key) throws Exception {
        ZoneTransferIn in = ZoneTransferIn.newIXFR(Name.fromConstantString("example.com."), serial, false, at(), key);
        in.setTimeout(Duration.ofSeconds(20));
        in.run();
        return in;
    }

    @Test
    void givesNobodyAnything() throws Exception {
        server = DnsServer.open(
                loops,
                "127.0.0.1",
                0,
                Answers.of(List.of(zone(1, 0, 3)), Identity.ANONYMOUS),
                new DnsServer.Staff(transfers, Guard.none()));
        assertThrows(ZoneTransferException.class, () -> whole(null));
        assertThrows(ZoneTransferException.class, () -> since(0, null));
    }

    @Test
    void givesTheWholeZoneToWhoIsNear() throws Exception {
        serve(zone(7, 0, 5000), LOOPBACK);
        List<Record> records = whole(null);
        assertEquals(5003, records.size());
        assertEquals(Type.SOA, records.getFirst().getType());
        assertEquals(records.getFirst(), records.getLast());
        assertTrue(records.stream().anyMatch(r -> r.rdataToString().equals("10.0.19.135")));
    }

    @Test
    void refusesWhoIsElsewhere() throws Exception {
        serve(zone(7, 0, 3), new Access(List.of(Network.parse(Where.nowhere(), "192.0.2.0/24")), Set.of()));
        assertThrows(ZoneTransferException.class, () -> whole(null));
    }

    @ParameterizedTest
    @EnumSource
    void givesTheWholeZoneToWhoSigns(Algorithm algorithm) throws Exception {
        serve(zone(7, 0, 5000), SIGNED, key(algorithm));
        assertEquals(5003, whole(tsig(algorithm)).size());
        assertThrows(ZoneTransferException.class, () -> whole(null));
    }

    @Test
    void refusesWhoSignsWithAnotherSecret() throws Exception {
        serve(zone(7, 0, 3), SIGNED, KEY);
        var wrong = new TSIG(TSIG.HMAC_SHA256, Name.fromConstantString("backup.example."), new byte[32]);
        assertEquals(
                Signature.BAD_SIGNATURE, ask(Type.SOA, wrong, true).getTSIG().getError());
        var unknown = new TSIG(TSIG.HMAC_SHA256, Name.fromConstantString("other.example."), SECRET);
        assertEquals(Signature.BAD_KEY, ask(Type.SOA, unknown, true).getTSIG().getError());
        assertEquals(
                Signature.BAD_KEY,
                ask(Type.SOA, tsig(Algorithm.HMAC_SHA512), true).getTSIG().getError());
        assertThrows(ZoneTransferException.class, () -> whole(wrong));
    }

    @Test
    void tellsTheTimeToWhoSignedAtAnother() throws Exception {
        serve(zone(7, 0, 3), SIGNED, KEY);
        Message query = query(Type.SOA);
        var past = InstantSource.fixed(Instant.now().minusSeconds(301));
        byte[] bytes = Arrays.copyOf(query.toWire(), 512);
        int end = new Signing(KEY, new byte[0], past).append(bytes, query.toWire().length);
        try (var asker = new Asker(port())) {
            var answer = new Message(asker.udp(Arrays.copyOf(bytes, end)));
            assertEquals(Rcode.NOTAUTH, answer.getRcode());
            assertEquals(Signature.BAD_TIME, answer.getTSIG().getError());
            assertEquals(6, answer.getTSIG().getOther().length);
        }
    }

    private static Message query(int type) {
        return Message.newQuery(Record.newRecord(Name.fromConstantString("example.com."), type, DClass.IN));
    }

    /** Verified unless the answer says why it is not signed. */
    private Message ask(int type, TSIG key, boolean udp) throws IOException {
        Message query = query(type);
        key.apply(query, null);
        try (var asker = new Asker(port())) {
            byte[] bytes = udp ? asker.udp(query.toWire()) : asker.tcp(query.toWire());
            var answer = new Message(bytes);
            if (answer.getTSIG().getError() == 0) {
                assertEquals(Rcode.NOERROR, key.verify(answer, bytes, query.getTSIG()));
            }
            return answer;
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void signsOrdinaryAnswersToWhoSigns(boolean udp) throws Exception {
        serve(zone(7, 0, 3), SIGNED, KEY);
        Message answer = ask(Type.SOA, tsig(Algorithm.HMAC_SHA256), udp);
        assertEquals(1, answer.getSection(Section.ANSWER).size());
        assertEquals(Rcode.NOERROR, answer.getRcode());
    }

    @Test
    void givesWhatChangedStepByStep() throws Exception {
        serve(zone(1, 0, 1000), LOOPBACK);
        serve(zone(2, 1, 1000), LOOPBACK);
        serve(zone(5, 1, 1002), LOOPBACK);
        ZoneTransferIn in = since(1, null);
        assertTrue(in.isIXFR());
        assertEquals(2, in.getIXFR().size());
        assertEquals(
                "h0.example.com.",
                in.getIXFR().getFirst().deletes.get(1).getName().toString());
        assertEquals(3, in.getIXFR().getLast().adds.size());
        assertEquals(1, since(2, null).getIXFR().size());
    }

    @Test
    void givesTheWholeZoneWhereItDoesNotKnowWhatChanged() throws Exception {
        serve(zone(10, 0, 10), LOOPBACK);
        assertTrue(since(3, null).isAXFR());
        serve(zone(11, 100, 110), LOOPBACK);
        assertTrue(since(10, null).isAXFR(), "more has changed than there is");
    }

    @Test
    void saysThatNothingHasChanged() throws Exception {
        serve(zone(10, 0, 10), LOOPBACK);
        assertTrue(since(10, null).isCurrent());
        assertTrue(since(11, null).isCurrent(), "a client from the future");
    }

    @Test
    void tellsTheSerialAloneByDatagram() throws Exception {
        serve(zone(10, 0, 10), LOOPBACK);
        Message query = query(Type.IXFR);
        query.addRecord(
                Record.fromString(
                        Name.fromConstantString("example.com."), Type.SOA, DClass.IN, 0, ". . 3 0 0 0 0", Name.root),
                Section.AUTHORITY);
        try (var asker = new Asker(port())) {
            var answer = new Message(asker.udp(query.toWire()));
            assertEquals(1, answer.getSection(Section.ANSWER).size());
            assertEquals(Rcode.REFUSED, new Message(asker.udp(query(Type.AXFR).toWire())).getRcode());
            assertEquals(Rcode.FORMERR, new Message(asker.tcp(query(Type.IXFR).toWire())).getRcode());
        }
    }
}
