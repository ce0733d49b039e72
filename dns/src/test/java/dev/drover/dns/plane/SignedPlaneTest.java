package dev.drover.dns.plane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.board.Snapshot;
import dev.drover.dns.peers.Asker;
import dev.drover.model.Model;
import dev.drover.model.read.ModelReader;
import dev.drover.model.read.Read;
import dev.drover.model.read.Sources;
import dev.drover.plane.NotPrepared;
import dev.drover.plane.Plane;
import dev.drover.plane.Ticker;
import dev.drover.plane.control.Challenge;
import dev.drover.plane.control.ZoneKeys;
import dev.drover.testkit.FakeTime;
import dev.drover.wire.Loops;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
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

class SignedPlaneTest {
    private static final String ZONE = """
            listen: {names: {protocol: dns, address: "127.0.0.1:0"}}
            services: {catalog: {instances: {addresses: [192.0.2.10:80]}}}
            dns:
              %s
              zones:
                example.com:
                  nameservers: ns1.example.net
                  records: ["www A 192.0.2.1"%s]
                  sign: {roll: 720h}
                  names: {shop: {service: catalog}}
            """;

    @TempDir
    Path folder;

    private final FakeTime time = new FakeTime();
    private final Loops loops = Loops.start(1, Ticker.system());
    private DnsPlane plane;

    @BeforeEach
    void open() {
        plane = plane();
    }

    private DnsPlane plane() {
        return new DnsPlane(Lent.of(loops, Ticker.of(time, time), "test", folder.resolve("names")));
    }

    @AfterEach
    void close() {
        plane.close();
        loops.close();
    }

    private static Model model(String yaml) {
        var texts = new LinkedHashMap<>(Map.of("drover.yaml", yaml));
        Read read = ModelReader.read(new Sources(Path.of("/etc/drover"), texts));
        return assertInstanceOf(Read.Sound.class, read, read.toString()).model();
    }

    private static void apply(DnsPlane plane, String secret, String more) throws NotPrepared {
        Plane.Prepared prepared = plane.prepare(model(ZONE.formatted(secret, more)), 7);
        prepared.activate();
        prepared.settle();
    }

    private Message ask(String name, int type) throws IOException {
        Message query = Message.newQuery(Record.newRecord(Name.fromString(name + "."), type, DClass.IN));
        query.addRecord(new OPTRecord(1232, 0, 0, ExtendedFlags.DO), Section.ADDITIONAL);
        try (var asker = new Asker(plane.port("names"))) {
            return new Message(asker.udp(query.toWire()));
        }
    }

    private RRSIGRecord signature(String name, int type) throws IOException {
        return (RRSIGRecord) ask(name, type).getSection(Section.ANSWER).stream()
                .filter(r -> r.getType() == Type.RRSIG)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void drawsASecretOnceAndKeepsItForItself() throws Exception {
        apply(plane, "", "");
        Path file = folder.resolve("names/dnssec.secret");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        List<String> ds = plane.keys().all().getFirst().ds();
        plane.close();
        plane = plane();
        apply(plane, "", "");
        assertEquals(ds, plane.keys().all().getFirst().ds());
        Files.delete(file);
        plane.close();
        plane = plane();
        apply(plane, "", "");
        assertNotEquals(ds, plane.keys().all().getFirst().ds());
    }

    @Test
    void hasTheKeysOfTheSecretThatItIsGiven() throws Exception {
        apply(plane, "secret: " + "s".repeat(32), "");
        ZoneKeys keys = plane.keys().all().getFirst();
        assertEquals("example.com.", keys.zone());
        assertTrue(keys.ds()
                .getFirst()
                .startsWith("example.com. IN DS " + keys.keys().getFirst().tag() + " 13 2 "));
        plane.close();
        plane = plane();
        apply(plane, "secret: " + "s".repeat(32), ", \"more A 192.0.2.7\"");
        assertEquals(keys, plane.keys().all().getFirst());
    }

    @Test
    void makesSignaturesAnewBeforeTheyEndAndChangesKeys() throws Exception {
        apply(plane, "", "");
        plane.observe(new Snapshot(1, Instant.EPOCH, new LinkedHashMap<>()));
        int first = signature("www.example.com", Type.A).getFootprint();
        boolean changed = false;
        for (int day = 0; day < 40; day++) {
            for (String name : List.of("www.example.com", "example.com")) {
                RRSIGRecord made = signature(name, name.startsWith("www") ? Type.A : Type.DNSKEY);
                assertTrue(made.getExpire().isAfter(time.instant().plus(Duration.ofDays(3))), "soon ends: " + made);
                assertTrue(made.getTimeSigned().isBefore(time.instant().minus(Duration.ofMinutes(50))));
            }
            changed |= signature("www.example.com", Type.A).getFootprint() != first;
            time.advance(Duration.ofDays(1));
            plane.tick();
        }
        assertTrue(changed, "one key signed for all those days");
    }

    @Test
    void signsWhatIsChosenAndThatThereIsNoMore() throws Exception {
        apply(plane, "", "");
        assertEquals(0, ask("shop.example.com", Type.MX).getRcode());
        Message answer = ask("shop.example.com", Type.AAAA);
        NSECRecord denial = (NSECRecord) answer.getSection(Section.AUTHORITY).stream()
                .filter(r -> r.getType() == Type.NSEC)
                .findFirst()
                .orElseThrow();
        assertEquals("\\000.shop.example.com.", denial.getNext().toString());
        assertEquals(
                2,
                answer.getSection(Section.AUTHORITY).stream()
                        .filter(r -> r.getType() == Type.RRSIG)
                        .count());
    }

    @Test
    void deniesByTheChainOrByTheNameAloneAsDeclared() throws Exception {
        String chain = ZONE.formatted("", "");
        String compact = chain.replace("roll: 720h", "roll: 720h, denial: compact");
        for (String yaml : List.of(chain, compact, chain)) {
            Plane.Prepared prepared = plane.prepare(model(yaml));
            prepared.activate();
            prepared.settle();
            Message answer = ask("nobody.example.com", Type.A);
            boolean alone = yaml.equals(compact);
            assertEquals(alone ? Rcode.NOERROR : Rcode.NXDOMAIN, answer.getRcode());
            assertEquals(
                    alone,
                    answer.getSection(Section.AUTHORITY).stream()
                            .anyMatch(r -> r.getType() == Type.NSEC
                                    && r.getName().toString().equals("nobody.example.com.")));
        }
    }

    @Test
    void signsWhatCertificationAuthoritiesLookForAndThatItIsGone() throws Exception {
        apply(plane, "", "");
        var wish = new Challenge.Wish("www.example.com", "LoqXcYV8q5ONbJQxbmR7SCTNo3tiAXDfowyjxAjEuX0", null, false);
        var _ = plane.challenges().take(wish, "ada");
        assertEquals(
                Type.TXT, signature("_acme-challenge.www.example.com", Type.TXT).getTypeCovered());
        var _ = plane.challenges().take(new Challenge.Wish("www.example.com", null, null, true), "ada");
        Message gone = ask("_acme-challenge.www.example.com", Type.TXT);
        assertEquals(Rcode.NXDOMAIN, gone.getRcode());
        assertTrue(gone.getSection(Section.AUTHORITY).stream()
                .noneMatch(r -> r.toString().contains("_acme")));
    }

    @Test
    void refusesRecordsThatItMakesItself() {
        NotPrepared refused = assertThrows(NotPrepared.class, () -> apply(plane, "", ", \"www NSEC example.com. A\""));
        assertTrue(refused.problems().getFirst().toString().contains("has NSEC records in a zone that is signed here"));
    }
}
