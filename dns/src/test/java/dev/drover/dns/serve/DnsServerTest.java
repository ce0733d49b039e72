package dev.drover.dns.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.dns.answer.Answers;
import dev.drover.dns.answer.Authority;
import dev.drover.dns.answer.Identity;
import dev.drover.dns.message.Query;
import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.Rdata;
import dev.drover.dns.name.RecordType;
import dev.drover.dns.peers.Asker;
import dev.drover.dns.peers.Zones;
import dev.drover.dns.zone.Zone;
import dev.drover.plane.Ticker;
import dev.drover.wire.Loops;
import dev.drover.wire.datagram.Datagrams;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class DnsServerTest {
    private static final Zone PLAIN =
            Zones.read(java.nio.file.Path.of("src/test/resources/served/example.test.zone"), "example.test");

    private Loops loops;

    @BeforeEach
    void start() {
        loops = Loops.start(2, Ticker.system());
    }

    @AfterEach
    void stop() {
        loops.close();
    }

    private static byte[] query(String name, int type) throws IOException {
        return Message.newQuery(Record.newRecord(Name.fromString(name), type, DClass.IN))
                .toWire();
    }

    @ParameterizedTest
    @EnumSource
    void answersOnDatagramsAndStreamsOfOnePort(Datagrams.Kind kind) throws Exception {
        var answers = Answers.of(Zones.all(), Identity.ANONYMOUS);
        try (var server = DnsServer.open(
                        loops, "127.0.0.1", 0, kind, DnsServer.STREAMS, answers, DnsServer.Staff.none());
                var asker = new Asker(server.port())) {
            byte[] query = query("bigtxt.example.test.", Type.TXT);
            assertTrue(new Message(asker.udp(query)).getHeader().getFlag(Flags.TC));
            assertEquals(
                    20, new Message(asker.tcp(query)).getSection(Section.ANSWER).size());
            assertEquals(1, server.connections());
        }
    }

    /** A mistake of ours, for some names. */
    private record Mistaken(DnsName origin) implements Authority {
        @Override
        public int payload() {
            return 512;
        }

        @Override
        public int answer(Query query, int room, boolean stream) {
            throw new IllegalStateException("a mistake");
        }
    }

    @ParameterizedTest
    @EnumSource
    void saysThatItFailedAndAnswersTheNext(Datagrams.Kind kind) throws Exception {
        var answers = Answers.of(List.of(PLAIN), Identity.ANONYMOUS)
                .beside(List.of(new Mistaken(DnsName.parse("broken.test"))));
        try (var server = DnsServer.open(
                        loops, "127.0.0.1", 0, kind, DnsServer.STREAMS, answers, DnsServer.Staff.none());
                var asker = new Asker(server.port())) {
            for (int i = 0; i < 3; i++) {
                Message failed = new Message(asker.udp(query("www.broken.test.", Type.A)));
                assertEquals(Rcode.SERVFAIL, failed.getHeader().getRcode());
                assertEquals("www.broken.test.", failed.getQuestion().getName().toString());
                Message sound = new Message(asker.udp(query("example.test.", Type.SOA)));
                assertEquals(1, sound.getSection(Section.ANSWER).size());
            }
        }
    }

    @Test
    void endsAStreamThatSpeaksSomethingElse() throws Exception {
        try (var server = DnsServer.open(loops, "127.0.0.1", 0, Answers.NONE);
                var asker = new Asker(server.port())) {
            assertThrows(
                    IOException.class,
                    () -> asker.tcp("GET / HTTP".getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
        }
    }

    @Test
    void saysThatAPortIsInUse() throws Exception {
        try (var taken = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            var e = assertThrows(
                    IOException.class, () -> DnsServer.open(loops, "127.0.0.1", taken.getLocalPort(), Answers.NONE));
            assertEquals("the address is in use", e.getMessage());
        }
    }

    /** Generations come as fast as they can; each answer is whole and of one of them, and none is missing. */
    @Test
    void losesNoQueryWhileAnswersAreExchanged() throws Exception {
        try (var server = DnsServer.open(loops, "127.0.0.1", 0, generation(0))) {
            var over = new AtomicBoolean();
            var failed = new AtomicReference<Throwable>();
            Thread asking = Thread.ofPlatform().start(() -> {
                try {
                    ask(server.port());
                } catch (Throwable t) {
                    failed.set(t);
                } finally {
                    over.set(true);
                }
            });
            int generations = 0;
            while (!over.get()) {
                server.serve(generation(++generations));
            }
            asking.join();
            assertEquals(null, failed.get());
            assertTrue(generations > 10, generations + " generations");
        }
    }

    private static void ask(int port) throws IOException {
        try (var asker = new Asker(port)) {
            byte[] query = query("now.example.test.", Type.A);
            for (int i = 0; i < 3000; i++) {
                var message = new Message(i % 2 == 0 ? asker.udp(query) : asker.tcp(query));
                List<Record> records = message.getSection(Section.ANSWER);
                assertEquals(2, records.size());
                assertEquals(
                        ((ARecord) records.getFirst()).getAddress().getAddress()[2],
                        ((ARecord) records.getLast()).getAddress().getAddress()[2]);
            }
        }
    }

    /** Two addresses that both name the generation. */
    private static Answers generation(int number) {
        var builder = Zone.builder(PLAIN.origin()).add(PLAIN.origin(), PLAIN.soa());
        for (int i = 0; i < 2; i++) {
            builder.add(
                    DnsName.parse("now.example.test"),
                    RecordType.A,
                    1,
                    Rdata.of((byte) 10, (byte) 0, (byte) number, (byte) i));
        }
        return Answers.of(List.of(builder.build()), Identity.ANONYMOUS);
    }
}
