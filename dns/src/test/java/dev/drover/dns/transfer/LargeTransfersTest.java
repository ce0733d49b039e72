package dev.drover.dns.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.drover.dns.answer.Answers;
import dev.drover.dns.answer.Identity;
import dev.drover.dns.name.DnsName;
import dev.drover.dns.peers.Asker;
import dev.drover.dns.serve.DnsServer;
import dev.drover.dns.zone.Zone;
import dev.drover.plane.Ticker;
import dev.drover.testkit.Await;
import dev.drover.testkit.peer.NameServer;
import dev.drover.wire.Loops;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.Type;
import org.xbill.DNS.ZoneTransferIn;

/** Zones of 100,000 records go out and come in, signed, while questions are answered; what breaks on the way changes nothing. */
@Tag("long")
@Timeout(300)
class LargeTransfersTest {
    private static final DnsName ORIGIN = DnsName.parse("example.com");
    private static final int RECORDS = 100_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final TSIG KEY = new TSIG(
            TSIG.HMAC_SHA256,
            Name.fromConstantString("backup.example."),
            "0123456789abcdef0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.US_ASCII));

    /** Of a machine that does much else. */
    private static final long SLOWEST_MILLIS = 2000;

    @TempDir
    Path folder;

    private final Loops loops = Loops.start(1, Ticker.system());
    private final Access signed = new Access(List.of(), Set.of(TransfersTest.KEY.name()));
    private final Secondaries nothing = new Secondaries(Path.of("nothing"), InstantSource.system(), () -> {});

    @AfterEach
    void close() {
        nothing.close();
        loops.close();
    }

    /** Asks one question after the other, as long as it is not told to end. */
    private static final class Meanwhile implements AutoCloseable {
        private final Thread thread;
        private volatile boolean ends;
        private volatile long answered;
        private volatile long slowest;
        private volatile String failure = "";

        Meanwhile(int port, String name, int code) {
            thread = Thread.ofPlatform().start(() -> {
                try (var asker = new Asker(port)) {
                    byte[] query = Message.newQuery(Record.newRecord(Name.fromString(name), Type.A, DClass.IN))
                            .toWire();
                    while (!ends) {
                        long start = System.nanoTime();
                        int got = new Message(asker.udp(query)).getRcode();
                        slowest = Math.max(slowest, System.nanoTime() - start);
                        answered++;
                        if (got != code) {
                            failure = Rcode.string(got);
                        }
                    }
                } catch (IOException e) {
                    failure = e.toString();
                }
            });
        }

        @Override
        public void close() throws InterruptedException {
            ends = true;
            thread.join(20_000);
            assertEquals("", failure);
            assertTrue(answered > 100, () -> "answered: " + answered);
            assertTrue(slowest < SLOWEST_MILLIS * 1_000_000, () -> "slowest: " + slowest / 1_000_000 + " ms");
        }
    }

    @Test
    void goOutWhileQuestionsAreAnswered() throws Exception {
        Zone zone = TransfersTest.zone(1, 0, RECORDS);
        try (var transfers = new Transfers(InstantSource.system(), nothing);
                var server = DnsServer.open(
                        loops,
                        "127.0.0.1",
                        0,
                        Answers.of(List.of(zone), Identity.ANONYMOUS),
                        TransfersTest.staff(transfers))) {
            transfers.offer(List.of(TransfersTest.KEY), List.of(new Transfers.Offer(zone, signed, List.of())));
            try (var _ = new Meanwhile(server.port(), "h7.example.com.", Rcode.NOERROR)) {
                for (int i = 0; i < 2; i++) {
                    var in = ZoneTransferIn.newAXFR(
                            Name.fromConstantString("example.com."),
                            new InetSocketAddress("127.0.0.1", server.port()),
                            KEY);
                    in.setTimeout(PATIENCE);
                    in.run();
                    assertEquals(RECORDS + 3, in.getAXFR().size());
                }
            }
        }
    }

    @Test
    void comeInWhileQuestionsAreAnswered() throws Exception {
        assumeTrue(NameServer.Kind.KNOT.isInstalled(), "Knot is not installed");
        Path file = Files.writeString(
                folder.resolve("a.zone"),
                "$TTL 300\n@ IN SOA ns1 admin 17 3600 900 86400 60\n@ IN NS ns.example.net.\n"
                        + IntStream.range(0, RECORDS)
                                .mapToObj(i -> "h%d A 10.%d.%d.%d%n".formatted(i, i >> 16, i >> 8 & 255, i & 255))
                                .collect(Collectors.joining()));
        try (var theirs = NameServer.start(
                        NameServer.Kind.KNOT,
                        folder.resolve("theirs"),
                        Map.of(),
                        FollowedZonesTest.configuration(NameServer.Kind.KNOT, file));
                var server = DnsServer.open(
                        loops, "127.0.0.1", 0, Answers.of(List.of(TransfersTest.zone(1, 0, 9)), Identity.ANONYMOUS));
                var ours = new Secondaries(folder.resolve("kept"), InstantSource.system(), () -> {})) {
            try (var _ = new Meanwhile(server.port(), "h7.example.com.", Rcode.NOERROR)) {
                ours.follow(List.of(new Followed(
                        ORIGIN, List.of(new InetSocketAddress("127.0.0.1", theirs.port())), TransfersTest.KEY)));
                Await.until("the copy", PATIENCE, () -> !ours.zones().isEmpty(), theirs::said);
                server.serve(server.answers().with(ours.zones()));
                try (var asker = new Asker(server.port())) {
                    byte[] query = Message.newQuery(
                                    Record.newRecord(Name.fromString("h99999.example.com."), Type.A, DClass.IN))
                            .toWire();
                    assertEquals(Rcode.NOERROR, new Message(asker.udp(query)).getRcode());
                }
            }
            assertEquals(17, ours.zones().getFirst().serial());
            assertEquals(RECORDS + 2, ours.zones().getFirst().size());
        }
    }

    @Test
    void leaveTheOldZoneWhereTheyBreakOffOrAreSpoilt() throws Exception {
        try (var primary = new Transfers(InstantSource.system(), nothing);
                var server = DnsServer.open(loops, "127.0.0.1", 0, Answers.NONE, TransfersTest.staff(primary));
                var proxy = new CuttingProxy(server.port());
                var ours = new Secondaries(folder.resolve("kept"), InstantSource.system(), () -> {})) {
            Zone old = TransfersTest.zone(1, 0, 1000);
            Zone next = TransfersTest.zone(2, 50_000, 50_000 + RECORDS);
            offer(primary, old);
            ours.follow(List.of(new Followed(
                    ORIGIN, List.of(new InetSocketAddress("127.0.0.1", proxy.port())), TransfersTest.KEY)));
            Await.until("the first", PATIENCE, () -> isThere(ours, old));
            offer(primary, next);
            proxy.cutAfter(300_000);
            harm(ours, proxy);
            assertTrue(isThere(ours, old), "broken off");
            proxy.spoilAt(300_000);
            harm(ours, proxy);
            assertTrue(isThere(ours, old), "with a byte that was changed");
            proxy.pass();
            assertTrue(ours.told(ORIGIN, InetAddress.getLoopbackAddress()));
            Await.until("the next", PATIENCE, () -> isThere(ours, next));
            var store = new ZoneStore(folder.resolve("kept"), ORIGIN);
            Await.until(
                    "the next on disk",
                    PATIENCE,
                    () -> store.read().orElseThrow().zone().serial() == 2);
        }
        try (var again = new Secondaries(folder.resolve("kept"), InstantSource.system(), () -> {})) {
            again.follow(
                    List.of(new Followed(ORIGIN, List.of(new InetSocketAddress("127.0.0.1", 1)), TransfersTest.KEY)));
            assertEquals(2, again.zones().getFirst().serial(), "kept on disk");
        }
    }

    private void offer(Transfers primary, Zone zone) {
        primary.offer(List.of(TransfersTest.KEY), List.of(new Transfers.Offer(zone, signed, List.of())));
    }

    private static boolean isThere(Secondaries ours, Zone zone) {
        return !ours.zones().isEmpty()
                && ours.zones().getFirst().serial() == zone.serial()
                && Difference.between(zone, ours.zones().getFirst()).isEmpty();
    }

    /** Twice: what was tried first is over when it is tried again. */
    private static void harm(Secondaries ours, CuttingProxy proxy) {
        for (int i = 0; i < 2; i++) {
            int before = proxy.harmed.get();
            assertTrue(ours.told(ORIGIN, InetAddress.getLoopbackAddress()));
            Await.until("a transfer that breaks", PATIENCE, () -> proxy.harmed.get() > before);
        }
    }
}
