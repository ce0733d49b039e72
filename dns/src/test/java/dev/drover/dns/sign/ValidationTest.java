package dev.drover.dns.sign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.drover.dns.answer.Answers;
import dev.drover.dns.answer.Chooser;
import dev.drover.dns.answer.Identity;
import dev.drover.dns.answer.Steered;
import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.Rdata;
import dev.drover.dns.name.RecordSet;
import dev.drover.dns.name.RecordType;
import dev.drover.dns.peers.Asker;
import dev.drover.dns.peers.Zones;
import dev.drover.dns.serve.DnsServer;
import dev.drover.dns.zone.Zone;
import dev.drover.plane.Ticker;
import dev.drover.testkit.peer.Unbound;
import dev.drover.wire.Loops;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** A resolver of somebody else validates every kind of answer, and refuses those that are not as they were signed. */
class ValidationTest {
    private static final DnsName ORIGIN = DnsName.parse("example.test");
    private static final DnsName CHILD = DnsName.parse("secure.example.test");
    private static final DnsName BARE = DnsName.parse("insecure.example.test");
    private static final DnsName SHOP = DnsName.parse("Shop.example.test");
    private static final Derivation SECRET = new Derivation(new byte[32]);

    /** Name and type of what there is, or is not of this type. */
    private static final String THERE = """
            @/SOA @/NS @/DNSKEY @/CDS @/CDNSKEY @/MX @/TXT @/NSEC www/A www/AAAA www/MX WWW/A mixed/TXT srv/SRV
            unknown/TYPE65280 c/A b.c/A a.b.c/A x.wild/A x.y.wild/A x.wild/MX wild/A there.wild/A there.wild/TXT alias/A
            alias/MX alias/CNAME away/A away/MX host.moved/A moved/DNAME secure/DS www.secure/A insecure/DS shop/A
            shop/AAAA shop/MX chosen/A
            """;

    /** Of what there is not. */
    private static final String MISSING = """
            nothing/A zzz/A a/A x.y.z/A x.www/A x.a.b.c/A x.there.wild/A x.c/A lost/A none.moved/A x.shop/A
            """;

    /** The same in the zone below. */
    private static final String MISSING_BELOW = "none.secure/A";

    @TempDir
    Path folder;

    private static String parent(String ds) {
        return """
                $TTL 300
                @ SOA ns1 Admin 1 3600 900 86400 60
                @ NS ns1
                @ MX 10 Mail.Example.TEST.
                ns1 A 127.0.0.1
                mail A 192.0.2.25
                www A 192.0.2.2
                www A 192.0.2.1
                www AAAA 2001:db8::2
                MiXed TXT "Case"
                srv SRV 0 0 443 WWW
                a.b.c A 192.0.2.3
                *.wild A 192.0.2.4
                *.wild TXT "any"
                there.wild A 192.0.2.5
                alias CNAME WWW
                away CNAME x.wild
                lost CNAME nothing
                chosen CNAME shop
                moved DNAME target
                host.target A 192.0.2.6
                unknown TYPE65280 \\# 3 010203
                secure NS ns.secure
                secure DS %s
                ns.secure A 127.0.0.1
                insecure NS ns.insecure
                ns.insecure A 127.0.0.1
                """.formatted(ds);
    }

    private static String child(String name) {
        return "$TTL 300\n@ SOA ns admin 1 3600 900 86400 60\n@ NS ns\nns A 127.0.0.1\nwww A 192.0.2.9\n";
    }

    private Zone zone(DnsName origin, String text) throws IOException {
        Path file = folder.resolve(origin.toString() + "zone");
        Files.writeString(file, text);
        return Zones.read(file, origin.toString().substring(0, origin.toString().length() - 1));
    }

    private static KeyPlan plan(DnsName origin, Algorithm algorithm) {
        return KeyPlan.derived(origin, algorithm, SECRET, List.of(1), Duration.ofDays(90));
    }

    private static Zone signCompact(Zone zone, KeyPlan plan, Set<DnsName> steered) {
        Instant now = Instant.now();
        var denier = new SetSigner(plan, InstantSource.system());
        return ZoneSigner.signCompact(zone, steered, plan.at(now), now, null, denier)
                .zone();
    }

    private static Zone sign(Zone zone, KeyPlan plan, Set<DnsName> steered) {
        Instant now = Instant.now();
        return ZoneSigner.sign(zone, steered, plan.at(now), now, null).zone();
    }

    /** What the resolver said: a code, and whether it believes it. */
    private record Said(int rcode, boolean believed) {
        @Override
        public String toString() {
            return Rcode.string(rcode) + (believed ? " believed" : "");
        }
    }

    private static final class Resolver implements AutoCloseable {
        private final Loops loops = Loops.start(1, Ticker.system());
        private final DnsServer server;
        private final Unbound unbound;
        private final Asker asker;

        Resolver(Path folder, Answers answers, SigningKey anchor) throws IOException {
            server = DnsServer.open(loops, "127.0.0.1", 0, answers);
            byte[] ds = anchor.ds(ORIGIN).toBytes();
            String trusted = ORIGIN + " DS " + ds(ds);
            unbound = Unbound.start(
                    folder.resolve("unbound"),
                    server.port(),
                    List.of(ORIGIN.toString(), CHILD.toString(), BARE.toString()),
                    List.of(trusted));
            asker = new Asker(unbound.port());
        }

        Said ask(String name, int type) throws IOException {
            Message query = Message.newQuery(
                    Record.newRecord(Name.fromString(name + (name.isEmpty() ? "" : ".") + ORIGIN), type, DClass.IN));
            query.getHeader().setFlag(Flags.AD);
            var answer = new Message(asker.udp(query.toWire()));
            return new Said(answer.getRcode(), answer.getHeader().getFlag(Flags.AD));
        }

        @Override
        public void close() throws IOException {
            asker.close();
            unbound.close();
            server.close();
            loops.close();
        }
    }

    private static String ds(byte[] data) {
        return ((data[0] & 0xff) << 8 | (data[1] & 0xff)) + " " + data[2] + " " + data[3] + " "
                + HexFormat.of().formatHex(data, 4, data.length);
    }

    private static Steered shop(SetSigner signer) {
        var choice =
                new Chooser.Choice(List.of(Rdata.of((byte) 192, (byte) 0, (byte) 2, (byte) 10)), List.of(), 0, "none");
        return new Steered(SHOP, ORIGIN, 30, client -> choice, signer, null);
    }

    /** How the zone is signed. */
    private interface Way {
        Zone sign(Zone zone, KeyPlan plan, Set<DnsName> steered);
    }

    private Answers answers(Algorithm algorithm, Way way, UnaryOperator<Zone> change, KeyPlan shops)
            throws IOException {
        KeyPlan childPlan = plan(CHILD, algorithm);
        Instant now = Instant.now();
        String ds = ds(childPlan.at(now).announced().getFirst().ds(CHILD).toBytes());
        var builder = Zone.builder(ORIGIN);
        Zone plain = zone(ORIGIN, parent(ds));
        plain.forEach((owner, sets) -> sets.forEach(set -> builder.add(owner, set)));
        builder.exists(SHOP);
        // The address that whoever follows the alias gets.
        builder.add(SHOP, RecordSet.of(RecordType.A, 30, Rdata.of((byte) 192, (byte) 0, (byte) 2, (byte) 10)));
        Zone signed = way.sign(builder.build(), plan(ORIGIN, algorithm), Set.of(SHOP));
        return Answers.of(List.of(), Identity.ANONYMOUS)
                .with(
                        List.of(
                                change.apply(signed),
                                sign(zone(CHILD, child("secure")), childPlan, Set.of()),
                                zone(BARE, child("insecure"))),
                        List.of(shop(new SetSigner(shops, InstantSource.system()))));
    }

    private static SigningKey anchor(Algorithm algorithm) {
        return plan(ORIGIN, algorithm).at(Instant.now()).entries().getFirst();
    }

    @ParameterizedTest
    @EnumSource
    void validatesEveryKindOfAnswer(Algorithm algorithm) throws Exception {
        assumeTrue(Unbound.isInstalled(), "unbound is not installed");
        var wrong = new ArrayList<String>();
        try (var resolver = new Resolver(
                folder,
                answers(algorithm, ValidationTest::sign, UnaryOperator.identity(), plan(ORIGIN, algorithm)),
                anchor(algorithm))) {
            compare(resolver, THERE, Rcode.NOERROR, wrong);
            compare(resolver, MISSING, Rcode.NXDOMAIN, wrong);
            compare(resolver, MISSING_BELOW, Rcode.NXDOMAIN, wrong);
            assertEquals(new Said(Rcode.NOERROR, false), resolver.ask("www.insecure", Type.A));
            assertTrue(wrong.isEmpty(), () -> String.join("\n", wrong) + "\n" + resolver.unbound.said());
        }
    }

    /** This resolver knows nothing of them: all that it sees are names without records of a type. */
    @ParameterizedTest
    @EnumSource
    void validatesCompactDenials(Algorithm algorithm) throws Exception {
        assumeTrue(Unbound.isInstalled(), "unbound is not installed");
        var wrong = new ArrayList<String>();
        try (var resolver = new Resolver(
                folder,
                answers(algorithm, ValidationTest::signCompact, UnaryOperator.identity(), plan(ORIGIN, algorithm)),
                anchor(algorithm))) {
            compare(resolver, THERE, Rcode.NOERROR, wrong);
            compare(resolver, MISSING, Rcode.NOERROR, wrong);
            compare(resolver, MISSING_BELOW, Rcode.NXDOMAIN, wrong);
            assertTrue(wrong.isEmpty(), () -> String.join("\n", wrong) + "\n" + resolver.unbound.said());
        }
    }

    private static void compare(Resolver resolver, String questions, int rcode, List<String> wrong) throws IOException {
        for (String question : questions.strip().split("\\s+", -1)) {
            int slash = question.indexOf('/');
            String name = question.substring(0, slash);
            Said said = resolver.ask(name.equals("@") ? "" : name, Type.value(question.substring(slash + 1), true));
            var want = new Said(rcode, true);
            if (!said.equals(want)) {
                wrong.add(question + ": " + said + ", expected " + want);
            }
        }
    }

    private static Zone changed(Zone zone, DnsName owner, RecordType type, UnaryOperator<RecordSet> change) {
        var builder = Zone.builder(zone.origin());
        zone.forEach((at, sets) -> {
            builder.exists(at);
            sets.forEach(set -> {
                boolean here = at.equals(owner) && set.type().equals(type);
                builder.add(at, here ? change.apply(set) : set);
            });
        });
        return builder.build();
    }

    @Test
    void isRefusedWhereAnythingIsNotAsItWasSigned() throws Exception {
        assumeTrue(Unbound.isInstalled(), "unbound is not installed");
        Algorithm algorithm = Algorithm.ECDSA_P256;
        DnsName www = ORIGIN.child("www");
        UnaryOperator<Zone> forged = zone -> {
            Zone one = changed(zone, www, RecordType.A, s -> RecordSet.of(s.type(), s.ttl(), Rdata.of(new byte[4])));
            // Denies what there is: the gap ends too late.
            return changed(
                    one,
                    ORIGIN.child("mail"),
                    RecordType.NSEC,
                    s -> RecordSet.of(s.type(), s.ttl(), Denial.of(ORIGIN.child("zzz"), List.of(RecordType.A))));
        };
        KeyPlan others = KeyPlan.derived(
                ORIGIN,
                algorithm,
                new Derivation("x".repeat(32).getBytes(java.nio.charset.StandardCharsets.US_ASCII)),
                List.of(1),
                Duration.ZERO);
        try (var resolver =
                new Resolver(folder, answers(algorithm, ValidationTest::sign, forged, others), anchor(algorithm))) {
            var refused = new Said(Rcode.SERVFAIL, false);
            assertEquals(refused, resolver.ask("www", Type.A));
            assertEquals(refused, resolver.ask("shop", Type.A));
            assertEquals(refused, resolver.ask("shop", Type.AAAA));
            assertEquals(refused, resolver.ask("many", Type.A));
            assertEquals(new Said(Rcode.NOERROR, true), resolver.ask("www", Type.AAAA));
        }
    }
}
