package dev.drover.dns.plane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.drover.dns.peers.Asker;
import dev.drover.plane.NotPrepared;
import dev.drover.plane.Ticker;
import dev.drover.plane.control.ZoneKeys;
import dev.drover.testkit.Await;
import dev.drover.testkit.FakeTime;
import dev.drover.testkit.FreePort;
import dev.drover.testkit.peer.NameServer;
import dev.drover.testkit.peer.Unbound;
import dev.drover.wire.Loops;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * A key follows another below a zone that BIND has and signs. A resolver of somebody else believes each answer all the time: one that has just
 * started, and one that still keeps what was true half an hour before.
 */
@Tag("long")
class RolloverPeersTest {
    private static final String PARENT = "parent.test";
    private static final String CHILD = "child.parent.test";
    private static final Duration LIFETIME = Duration.ofDays(30);
    private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);

    @TempDir
    Path folder;

    private final FakeTime time = new FakeTime();
    private final Loops loops = Loops.start(1, Ticker.system());
    private final int parentPort = FreePort.next();
    private DnsPlane plane;
    private int serial = 1;
    private int resolvers;
    private int names;
    private List<String> anchors = List.of();

    @BeforeEach
    void open() throws NotPrepared {
        plane = new DnsPlane(Lent.of(loops, Ticker.of(time, time), "test", folder.resolve("names")));
        RunningNames.use(plane.prepare(RunningNames.model("""
                dns:
                  zones:
                    %s: {nameservers: ns1.example.net, records: "* A 192.0.2.1", sign: {ksk-lifetime: 720h, parents: ["127.0.0.1:%d"]}}
                """.formatted(CHILD, parentPort))));
    }

    @AfterEach
    void close() {
        plane.close();
        loops.close();
    }

    private static Message ask(int port, String name, int type) throws IOException {
        Message query = Message.newQuery(Record.newRecord(Name.fromString(name + "."), type, DClass.IN));
        query.addRecord(new OPTRecord(1232, 0, 0, ExtendedFlags.DO), Section.ADDITIONAL);
        try (var asker = new Asker(port)) {
            return new Message(asker.udp(query.toWire()));
        }
    }

    private static List<String> data(int port, String name, int type) throws IOException {
        return ask(port, name, type).getSection(Section.ANSWER).stream()
                .filter(r -> r.getType() == type)
                .map(Record::rdataToString)
                .sorted()
                .toList();
    }

    /** As a registry does that acts on CDS records. */
    private void takeOver(NameServer parent, List<String> cds) throws Exception {
        write(cds);
        signal(parent);
        Await.until("the records " + cds, Duration.ofSeconds(30), () -> shows(cds), parent::said);
    }

    private boolean shows(List<String> ds) {
        try {
            return data(parentPort, CHILD, Type.DS).equals(ds);
        } catch (IOException e) {
            return false;
        }
    }

    private void write(List<String> ds) throws IOException {
        Files.writeString(
                folder.resolve("parent.zone"),
                "$TTL 300\n@ SOA ns admin %d 3600 900 86400 60\n@ NS ns\nns A 127.0.0.1\nchild NS ns1.example.net.\n"
                                .formatted(serial += 100)
                        + ds.stream().map(d -> "child DS " + d + "\n").collect(Collectors.joining()));
    }

    private static void signal(NameServer server) throws Exception {
        assertEquals(
                0,
                new ProcessBuilder("kill", "-HUP", Long.toString(server.pid()))
                        .start()
                        .waitFor());
    }

    private Unbound resolver() {
        return Unbound.startWithoutTime(
                folder.resolve("r" + resolvers++), Map.of(PARENT, parentPort, CHILD, plane.port("names")), anchors);
    }

    private void believes(Unbound resolver) throws IOException {
        Message answer = ask(resolver.port(), "n" + names++ + "." + CHILD, Type.A);
        assertEquals(0, answer.getRcode(), resolver::said);
        assertTrue(answer.getHeader().getFlag(Flags.AD), resolver::said);
    }

    private String why() {
        ZoneKeys.Waits waits = plane.keys().all().getFirst().waits();
        return waits == null ? "" : waits.why();
    }

    private String states() {
        return plane.keys().all().getFirst().keys().stream()
                .filter(k -> k.flags() == 257)
                .map(ZoneKeys.Key::state)
                .collect(Collectors.joining(" "));
    }

    /** Half an hour later it has come to this, and all believe. */
    private void within(Duration span, String states) throws Exception {
        try (var kept = resolver()) {
            believes(kept);
            time.advance(span);
            Await.until(states, Duration.ofSeconds(30), () -> states().equals(states), () -> this.states());
            // What it has come to is in the zone by then.
            plane.tick();
            believes(kept);
            try (var fresh = resolver()) {
                believes(fresh);
            }
        }
    }

    @Test
    void isBelievedAllTheTimeWhileAKeyFollowsAnother() throws Exception {
        assumeTrue(Unbound.isInstalled() && NameServer.Kind.BIND.isInstalled(), "unbound or BIND is not installed");
        Path steps = folder.resolve("names/dnssec.steps");
        Await.until("the first step", Duration.ofSeconds(30), () -> Files.exists(steps));
        write(List.of());
        Path file = folder.resolve("parent.zone");
        String zone = "zone \"%s\" { type primary; file \"%s\"; dnssec-policy default; inline-signing yes; };%n"
                .formatted(PARENT, file);
        try (var parent = NameServer.start(NameServer.Kind.BIND, folder.resolve("bind"), Map.of(), zone, parentPort)) {
            int ours = plane.port("names");
            takeOver(parent, data(ours, CHILD, Type.CDS));
            Await.until("BIND's key", Duration.ofSeconds(30), () -> !keys().isEmpty(), parent::said);
            anchors = keys();
            within(HALF_AN_HOUR, "active");
            time.advance(LIFETIME.minus(HALF_AN_HOUR.multipliedBy(2)));
            within(HALF_AN_HOUR, "active published");
            time.advance(Duration.ofDays(2).minus(HALF_AN_HOUR));
            within(HALF_AN_HOUR, "active waiting");
            time.advance(Duration.ofDays(9));
            within(HALF_AN_HOUR, "active waiting");
            Await.until(
                    "a look at the zone above", Duration.ofSeconds(30), () -> why().contains("has other DS records"));
            List<String> old = data(parentPort, CHILD, Type.DS);
            try (var kept = resolver()) {
                believes(kept);
                takeOver(parent, data(ours, CHILD, Type.CDS));
                believes(kept);
            }
            within(HALF_AN_HOUR, "retiring active");
            time.advance(Duration.ofDays(2).minus(HALF_AN_HOUR));
            within(HALF_AN_HOUR, "active");
            assertEquals(
                    1,
                    data(ours, CHILD, Type.DNSKEY).stream()
                            .filter(k -> k.startsWith("257"))
                            .count());
            takeOver(parent, old);
            try (var fresh = resolver()) {
                assertEquals(2, ask(fresh.port(), "x." + CHILD, Type.A).getRcode(), "the old key is gone");
            }
        }
    }

    private List<String> keys() throws IOException {
        return data(parentPort, PARENT, Type.DNSKEY).stream()
                .map(k -> PARENT + ". DNSKEY " + k)
                .toList();
    }
}
