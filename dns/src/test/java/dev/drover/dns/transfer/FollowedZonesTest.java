package dev.drover.dns.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.drover.dns.answer.Answers;
import dev.drover.dns.answer.Identity;
import dev.drover.dns.name.DnsName;
import dev.drover.dns.peers.Asker;
import dev.drover.dns.serve.DnsServer;
import dev.drover.dns.zone.Zone;
import dev.drover.plane.NameTraffic;
import dev.drover.plane.Ticker;
import dev.drover.testkit.Await;
import dev.drover.testkit.FakeTime;
import dev.drover.testkit.peer.NameServer;
import dev.drover.wire.Loops;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Zones of other primaries: of other people's servers, and of our own. */
class FollowedZonesTest {
    private static final DnsName ORIGIN = DnsName.parse("example.com");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private static Followed of(int port) {
        return new Followed(ORIGIN, List.of(new InetSocketAddress("127.0.0.1", port)), TransfersTest.KEY);
    }

    private static long serial(Secondaries secondaries) {
        return secondaries.zones().stream().mapToLong(Zone::serial).findFirst().orElse(-1);
    }

    private Secondaries secondaries(InstantSource clock) {
        return new Secondaries(folder.resolve("kept"), clock, () -> {});
    }

    @ParameterizedTest
    @EnumSource
    void areCopiedFromOtherPeoplesPrimaries(NameServer.Kind kind) throws Exception {
        assumeTrue(kind.isInstalled(), kind + " is not installed");
        Path file = Files.writeString(
                folder.resolve("a.zone"), """
                $TTL 300
                @ IN SOA ns1 admin 17 3600 900 86400 60
                @ IN NS ns1
                ns1 IN A 192.0.2.1
                www IN TXT "one" "two"
                $GENERATE 1-3000 host-$ IN MX 10 Mail.Example.COM.
                """.replace("$GENERATE 1-3000 host-$ IN MX 10 Mail.Example.COM.\n", hosts()));
        try (var theirs = NameServer.start(kind, folder.resolve("theirs"), Map.of(), configuration(kind, file));
                var secondaries = secondaries(InstantSource.system())) {
            assertEquals(List.of(), secondaries.zones());
            secondaries.follow(List.of(of(theirs.port())));
            Await.until("the copy", PATIENCE, () -> serial(secondaries) == 17, theirs::said);
            assertEquals(3000 + 4, secondaries.zones().getFirst().size());
        }
    }

    private static String hosts() {
        var text = new StringBuilder();
        for (int i = 0; i < 3000; i++) {
            text.append("host-").append(i).append(" IN MX 10 Mail.Example.COM.\n");
        }
        return text.toString();
    }

    static String configuration(NameServer.Kind kind, Path file) {
        String secret = TransfersTest.BASE64;
        return switch (kind) {
            case BIND -> """
                    key "backup.example." { algorithm hmac-sha256; secret "%s"; };
                    zone "example.com" { type primary; file "%s"; check-integrity no; allow-transfer { key "backup.example."; }; };
                    """.formatted(secret, file);
            case NSD -> """
                    key:
                      name: "backup.example."
                      algorithm: hmac-sha256
                      secret: "%s"
                    zone:
                      name: "example.com"
                      zonefile: "%s"
                      provide-xfr: 127.0.0.1 backup.example.
                    """.formatted(secret, file);
            case KNOT -> """
                    key:
                      - id: backup.example
                        algorithm: hmac-sha256
                        secret: %s
                    acl:
                      - id: copied
                        address: 127.0.0.1
                        key: backup.example
                        action: transfer
                    zone:
                      - domain: example.com
                        file: "%s"
                        acl: copied
                    """.formatted(secret, file);
        };
    }

    @Test
    void areFollowedStepByStepWhenThePrimarySaysSo() throws Exception {
        try (var loops = Loops.start(1, Ticker.system());
                var nothing = new Secondaries(folder, InstantSource.system(), () -> {});
                var ours = secondaries(InstantSource.system());
                var primary = new Transfers(InstantSource.system(), nothing);
                var secondary = new Transfers(InstantSource.system(), ours);
                var one = DnsServer.open(loops, "127.0.0.1", 0, Answers.NONE, TransfersTest.staff(primary));
                var other = DnsServer.open(loops, "127.0.0.1", 0, Answers.NONE, TransfersTest.staff(secondary))) {
            secondary.offer(List.of(TransfersTest.KEY), List.of());
            var told = List.of(new Notified(new InetSocketAddress("127.0.0.1", other.port()), TransfersTest.KEY));
            var access = new Access(List.of(), Set.of(TransfersTest.KEY.name()));
            ours.follow(List.of(of(one.port())));
            for (int serial = 1; serial <= 4; serial++) {
                Zone next = TransfersTest.zone(serial, serial, 500 + serial);
                primary.offer(List.of(TransfersTest.KEY), List.of(new Transfers.Offer(next, access, told)));
                long wanted = serial;
                Await.until("serial " + serial, PATIENCE, () -> serial(ours) == wanted);
                assertTrue(Difference.between(next, ours.zones().getFirst()).isEmpty());
            }
        }
    }

    @Test
    void areThereAfterARestartAndGoneWhenTheyAreTooOld() throws Exception {
        var time = new FakeTime();
        Followed nobody = of(1);
        new ZoneStore(folder.resolve("kept"), ORIGIN).write(TransfersTest.zone(9, 0, 1000), time.instant());
        try (var secondaries = secondaries(time)) {
            secondaries.follow(List.of(nobody));
            assertEquals(9, serial(secondaries));
            time.advance(Duration.ofSeconds(86_399));
            assertEquals(9, serial(secondaries));
            time.advance(Duration.ofSeconds(1));
            assertEquals(List.of(), secondaries.zones());
            NameTraffic.Copied told = secondaries.told().getFirst();
            assertEquals(OptionalLong.of(9), told.serial());
            assertFalse(told.answered());
            assertEquals(Optional.of(FakeTime.START.plusSeconds(86_400)), told.expires());
        }
    }

    @Test
    void tellWhyTheyDoNotComeAndSinceWhen() {
        var time = new FakeTime();
        try (var secondaries = secondaries(time)) {
            secondaries.follow(List.of(of(1)));
            Await.until(
                    "it was asked for",
                    PATIENCE,
                    () -> !secondaries.told().getFirst().trouble().isEmpty());
            NameTraffic.Copied first = secondaries.told().getFirst();
            assertEquals("example.com", first.zone());
            assertEquals(OptionalLong.empty(), first.serial());
            assertTrue(first.trouble().startsWith("127.0.0.1:1: "), first::toString);
            assertEquals(Optional.of(time.instant()), first.troubleSince());
            time.advance(Duration.ofSeconds(20));
            Await.until(
                    "it is asked for again",
                    PATIENCE,
                    () -> secondaries.told().getFirst().next().isAfter(time.instant()));
            assertEquals(first.troubleSince(), secondaries.told().getFirst().troubleSince());
            assertEquals(
                    time.instant().plusSeconds(20),
                    secondaries.told().getFirst().next());
        }
    }

    @Test
    void areFetchedAnewWhereTheFileIsDamaged() throws Exception {
        var store = new ZoneStore(folder.resolve("kept"), ORIGIN);
        store.write(TransfersTest.zone(9, 0, 1000), FakeTime.START);
        Path file = folder.resolve("kept/example.com.copy");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2]++;
        Files.write(file, bytes);
        try (var secondaries = secondaries(new FakeTime())) {
            secondaries.follow(List.of(of(1)));
            assertEquals(List.of(), secondaries.zones());
        }
    }

    @Test
    void refuseNewsOfStrangers() throws Exception {
        try (var loops = Loops.start(1, Ticker.system());
                var ours = secondaries(InstantSource.system());
                var transfers = new Transfers(InstantSource.system(), ours);
                var server = DnsServer.open(
                        loops,
                        "127.0.0.1",
                        0,
                        Answers.of(List.of(), Identity.ANONYMOUS),
                        TransfersTest.staff(transfers));
                var asker = new Asker(server.port())) {
            ours.follow(List.of(new Followed(ORIGIN, List.of(new InetSocketAddress("192.0.2.1", 53)), null)));
            byte[] news = {
                0, 7, 0x24, 0, 0, 1, 0, 0, 0, 0, 0, 0, 7, 'e', 'x', 'a', 'm', 'p', 'l', 'e', 3, 'c', 'o', 'm', 0, 0, 6,
                0, 1
            };
            assertEquals(9, asker.udp(news)[3] & 0xf);
        }
    }
}
