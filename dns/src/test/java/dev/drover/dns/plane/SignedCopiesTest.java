package dev.drover.dns.plane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.drover.dns.peers.Asker;
import dev.drover.testkit.Await;
import dev.drover.testkit.FreePort;
import dev.drover.testkit.peer.NameServer;
import dev.drover.testkit.peer.Unbound;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Other people's servers as secondaries of a zone that is signed here: a resolver believes what they answer, and it is renewed before it ends. All
 * that checks signatures goes by the real time; the zone is eight days old in the beginning.
 */
@Tag("long")
class SignedCopiesTest {
    private static final String ORIGIN = "example.test";

    @TempDir
    Path folder;

    private final AtomicReference<Duration> behind = new AtomicReference<>(Duration.ofDays(8));

    private static Message ask(int port, String name, int type) throws IOException {
        Message query = Message.newQuery(Record.newRecord(Name.fromString(name + "."), type, DClass.IN));
        query.addRecord(new OPTRecord(1232, 0, 0, ExtendedFlags.DO), Section.ADDITIONAL);
        try (var asker = new Asker(port)) {
            return new Message(asker.udp(query.toWire()));
        }
    }

    private static List<Record> found(int port, String name, int type, int wanted) {
        try {
            return ask(port, name, type).getSection(Section.ANSWER).stream()
                    .filter(r -> r.getType() == wanted)
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static long serial(int port) {
        List<Record> soa = found(port, ORIGIN, Type.SOA, Type.SOA);
        return soa.isEmpty() ? -1 : ((SOARecord) soa.getFirst()).getSerial();
    }

    private static RRSIGRecord signature(int port) {
        return (RRSIGRecord) found(port, "www." + ORIGIN, Type.A, Type.RRSIG).getFirst();
    }

    private static void believes(Unbound resolver, String name, int type, int rcode) throws IOException {
        Message answer = ask(resolver.port(), name, type);
        assertEquals(rcode, answer.getRcode(), () -> name + "\n" + resolver.said());
        assertTrue(answer.getHeader().getFlag(Flags.AD), () -> name + "\n" + resolver.said());
    }

    /** Every kind of answer. */
    private void believed(int theirs, String ds, String at) throws IOException {
        try (var resolver = Unbound.start(folder.resolve(at), theirs, List.of(ORIGIN), List.of(ds))) {
            believes(resolver, "www." + ORIGIN, Type.A, Rcode.NOERROR);
            believes(resolver, "www." + ORIGIN, Type.MX, Rcode.NOERROR);
            believes(resolver, "nobody.x." + ORIGIN, Type.A, Rcode.NXDOMAIN);
            believes(resolver, "some.wild." + ORIGIN, Type.A, Rcode.NOERROR);
            believes(resolver, ORIGIN, Type.CDS, Rcode.NOERROR);
            believes(resolver, ORIGIN, Type.CDNSKEY, Rcode.NOERROR);
            believes(resolver, ORIGIN, Type.DNSKEY, Rcode.NOERROR);
        }
    }

    @ParameterizedTest
    @EnumSource
    void areBelievedAndRenewed(NameServer.Kind kind) throws Exception {
        assumeTrue(kind.isInstalled() && Unbound.isInstalled(), kind + " or unbound is not installed");
        int port = FreePort.next();
        try (var names = new RunningNames(() -> Instant.now().minus(behind.get()), folder.resolve("names"))) {
            names.apply("""
                    dns:
                      zones:
                        %s:
                          records:
                            - "@ 300 IN SOA ns admin 7 3600 900 86400 60"
                            - "@ 300 IN NS ns"
                            - "ns 300 IN A 127.0.0.1"
                            - "www 300 IN A 192.0.2.1"
                            - "*.wild 300 IN A 192.0.2.2"
                          sign: {roll: off}
                          transfer: {networks: [127.0.0.0/8], notify: ["127.0.0.1:%d"]}
                    """.formatted(ORIGIN, port));
            int ours = names.plane().port("names");
            String ds = names.plane().keys().all().getFirst().ds().getFirst();
            try (var theirs = NameServer.start(
                    kind, folder.resolve("peer"), Map.of(), secondary(kind, ours, folder.resolve("peer")), port)) {
                Await.until("the zone", Duration.ofSeconds(30), () -> serial(port) > 7, theirs::said);
                long first = serial(port);
                assertEquals(serial(ours), first);
                RRSIGRecord old = signature(port);
                believed(port, ds, "early");
                behind.set(Duration.ZERO);
                Await.until(
                        "a serial eight days later",
                        Duration.ofSeconds(30),
                        () -> serial(port) == first + 8,
                        theirs::said);
                assertEquals(first + 8, serial(ours));
                RRSIGRecord renewed = signature(port);
                assertNotEquals(old, renewed);
                assertTrue(renewed.getExpire().isAfter(Instant.now().plus(Duration.ofDays(10))), renewed::toString);
                believed(port, ds, "late");
            }
        }
    }

    private static String secondary(NameServer.Kind kind, int primary, Path at) {
        return switch (kind) {
            case BIND ->
                "zone \"%s\" { type secondary; file \"%s/copy.db\"; primaries port %d { 127.0.0.1; }; };%n"
                        .formatted(ORIGIN, at, primary);
            case NSD ->
                "zone:%n  name: \"%s\"%n  zonefile: \"copy.zone\"%n  request-xfr: 127.0.0.1@%d NOKEY%n  allow-notify: 127.0.0.1 NOKEY%n"
                        .formatted(ORIGIN, primary);
            case KNOT -> """
                    remote:
                      - id: drover
                        address: 127.0.0.1@%d
                    acl:
                      - id: told
                        address: 127.0.0.1
                        action: notify
                    zone:
                      - domain: %s
                        master: drover
                        acl: told
                    """.formatted(primary, ORIGIN);
        };
    }
}
