package dev.drover.dns.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.drover.dns.answer.Answers;
import dev.drover.dns.answer.Identity;
import dev.drover.dns.guard.Guard;
import dev.drover.dns.peers.Asker;
import dev.drover.dns.serve.DnsServer;
import dev.drover.dns.zone.Zone;
import dev.drover.plane.Ticker;
import dev.drover.testkit.Await;
import dev.drover.testkit.FreePort;
import dev.drover.testkit.peer.NameServer;
import dev.drover.wire.Loops;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Other people's servers as secondaries of zones that are given here, with signatures and notifications both. */
class SecondariesTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void followWhatIsGivenAndSignedAndTold(NameServer.Kind kind) throws Exception {
        assumeTrue(kind.isInstalled(), kind + " is not installed");
        int port = FreePort.next();
        var secondary = new Notified(new InetSocketAddress("127.0.0.1", port), TransfersTest.KEY);
        Zone first = TransfersTest.zone(1, 0, 1000);
        Zone second = TransfersTest.zone(2, 1, 1001);
        try (var transfers = new Transfers(
                        InstantSource.system(), new Secondaries(Path.of("nothing"), InstantSource.system(), () -> {}));
                var loops = Loops.start(1, Ticker.system());
                var primary = DnsServer.open(
                        loops,
                        "127.0.0.1",
                        0,
                        Answers.of(List.of(first), Identity.ANONYMOUS),
                        new DnsServer.Staff(transfers, Guard.none()))) {
            offer(transfers, first, secondary);
            try (var theirs = NameServer.start(kind, folder, Map.of(), configuration(kind, primary.port()), port);
                    var asker = new Asker(theirs.port())) {
                Await.until("the first version", Duration.ofSeconds(30), () -> serial(asker) == 1, theirs::said);
                assertEquals(
                        Rcode.NOERROR, ask(asker, "h0.example.com.", Type.A).getRcode());
                primary.serve(Answers.of(List.of(second), Identity.ANONYMOUS));
                offer(transfers, second, secondary);
                Await.until("the second version", Duration.ofSeconds(30), () -> serial(asker) == 2, theirs::said);
                assertEquals(
                        Rcode.NXDOMAIN, ask(asker, "h0.example.com.", Type.A).getRcode());
                assertEquals(
                        Rcode.NOERROR, ask(asker, "h1000.example.com.", Type.A).getRcode());
            }
        }
    }

    private static void offer(Transfers transfers, Zone zone, Notified notified) {
        var access = new Access(List.of(), Set.of(TransfersTest.KEY.name()));
        transfers.offer(List.of(TransfersTest.KEY), List.of(new Transfers.Offer(zone, access, List.of(notified))));
    }

    private static Message ask(Asker asker, String name, int type) throws IOException {
        return new Message(asker.udp(Message.newQuery(Record.newRecord(Name.fromString(name), type, DClass.IN))
                .toWire()));
    }

    private static long serial(Asker asker) {
        try {
            List<Record> found = ask(asker, "example.com.", Type.SOA).getSection(Section.ANSWER);
            return found.isEmpty() ? -1 : ((SOARecord) found.getFirst()).getSerial();
        } catch (IOException e) {
            return -1;
        }
    }

    private String configuration(NameServer.Kind kind, int port) {
        String secret = TransfersTest.BASE64;
        return switch (kind) {
            case BIND -> """
                    key "backup.example." { algorithm hmac-sha256; secret "%s"; };
                    zone "example.com" { type secondary; file "%s/copy.db"; primaries port %d { 127.0.0.1 key "backup.example."; }; };
                    """.formatted(secret, folder, port);
            case NSD -> """
                    key:
                      name: "backup.example."
                      algorithm: hmac-sha256
                      secret: "%s"
                    zone:
                      name: "example.com"
                      zonefile: "copy.zone"
                      request-xfr: 127.0.0.1@%d backup.example.
                      allow-notify: 127.0.0.1 backup.example.
                    """.formatted(secret, port);
            case KNOT -> """
                    key:
                      - id: backup.example
                        algorithm: hmac-sha256
                        secret: %s
                    remote:
                      - id: drover
                        address: 127.0.0.1@%d
                        key: backup.example
                    acl:
                      - id: told
                        address: 127.0.0.1
                        key: backup.example
                        action: notify
                    zone:
                      - domain: example.com
                        master: drover
                        acl: told
                    """.formatted(secret, port);
        };
    }
}
