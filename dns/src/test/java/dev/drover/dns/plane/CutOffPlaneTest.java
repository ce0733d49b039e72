package dev.drover.dns.plane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.Rdata;
import dev.drover.dns.peers.Asker;
import dev.drover.dns.sign.Algorithm;
import dev.drover.dns.sign.Derivation;
import dev.drover.dns.sign.KeyPlan;
import dev.drover.plane.Challenges;
import dev.drover.plane.KeySteps;
import dev.drover.testkit.Await;
import dev.drover.testkit.FakeTime;
import dev.drover.testkit.peer.Unbound;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** A zone whose keys follow each other, on a node that comes back and does not hear the others, as a resolver of somebody else sees it. */
class CutOffPlaneTest {
    private static final Duration LIFETIME = Duration.ofDays(30);
    private static final String ZONE = "example.com.";
    private static final String SECRET = "tttttttttttttttttttttttttttttttttttttttt";
    private static final String MODEL = """
            nodes: {a: {address: 127.0.0.1}}
            registry: {ensemble: [a], secret: ssssssssssssssssssssssssssssssssssssssss}
            dns:
              secret: %s
              zones:
                example.com: {nameservers: ns1.example.net, records: "* A 192.0.2.1", sign: {ksk-lifetime: 720h}}
            """.formatted(SECRET);

    @TempDir
    Path folder;

    private final FakeTime time = new FakeTime();
    private int asked;

    /** A registry that is read when there is something. */
    private static final class Late implements KeySteps {
        private volatile List<Step> all = List.of();

        @Override
        public boolean isKnown() {
            return isHeard();
        }

        @Override
        public boolean isHeard() {
            return !all.isEmpty();
        }

        @Override
        public List<Step> all() {
            return all;
        }

        @Override
        public boolean put(Step step) throws NotAgreed {
            throw new NotAgreed("No cluster leader");
        }
    }

    /** The record of the zone above that vouches for a key. */
    private static String ds(int key) {
        DnsName zone = DnsName.parse(ZONE);
        var derivation = new Derivation(SECRET.getBytes(StandardCharsets.UTF_8));
        Rdata ds = KeyPlan.derived(zone, Algorithm.ECDSA_P256, derivation, List.of(key), Duration.ZERO)
                .entry(key)
                .ds(zone);
        byte[] bytes = ds.toBytes();
        return "%s DS %d %d %d %s"
                .formatted(ZONE, ds.u16(0), bytes[2], bytes[3], HexFormat.of().formatHex(bytes, 4, bytes.length));
    }

    /** What a resolver answers for which the zone above vouches for this key alone. */
    private String believing(RunningNames names, int key) throws IOException {
        Path its = folder.resolve("r" + ++asked);
        Map<String, Integer> servers = Map.of(ZONE, names.plane().port("names"));
        try (var resolver = Unbound.startWithoutTime(its, servers, List.of(ds(key)));
                var asker = new Asker(resolver.port())) {
            Message query =
                    Message.newQuery(Record.newRecord(Name.fromString("n" + asked + "." + ZONE), Type.A, DClass.IN));
            query.getHeader().setFlag(Flags.AD);
            var answer = new Message(asker.udp(query.toWire()));
            return Rcode.string(answer.getRcode()) + (answer.getHeader().getFlag(Flags.AD) ? " believed" : "");
        }
    }

    private static void until(RunningNames names, int keys) {
        Await.until(keys + " keys for the zone above", Duration.ofSeconds(30), () -> {
            names.plane().tick();
            return keys
                    == names.data(ZONE, Type.DNSKEY).stream()
                            .filter(k -> k.startsWith("257"))
                            .count();
        });
    }

    @Test
    void isBelievedWhicheverKeyOthersCanHaveChangedTo() throws Exception {
        assumeTrue(Unbound.isInstalled(), "unbound is not installed");
        Files.writeString(folder.resolve("dnssec.steps"), ZONE + " 1 1 " + FakeTime.START + " alone\n");
        var registry = new Late();
        try (var names = new RunningNames(time, folder, Challenges.none(), registry)) {
            time.advance(LIFETIME.minusMinutes(1));
            names.apply(MODEL);
            assertEquals("NOERROR believed", believing(names, 1));
            assertEquals("SERVFAIL", believing(names, 2));
            assertEquals(1, names.data(ZONE, Type.CDS).size());

            time.advance(Duration.ofMinutes(1));
            until(names, 2);
            assertEquals("NOERROR believed", believing(names, 1));
            assertEquals("NOERROR believed", believing(names, 2));
            assertEquals(List.of(), names.data(ZONE, Type.CDS), "it asks for no change back");
            assertEquals(List.of(), names.plane().keys().all().getFirst().ds());

            time.advance(Duration.ofDays(2).plus(LIFETIME).multipliedBy(2));
            until(names, 4);
            assertEquals("NOERROR believed", believing(names, 1));
            assertEquals("NOERROR believed", believing(names, 4));

            time.advance(Duration.ofDays(4).plus(LIFETIME));
            until(names, 0);
            assertEquals(Rcode.SERVFAIL, names.ask("www." + ZONE, Type.A).getRcode());

            registry.all = List.of(new KeySteps.Step(ZONE, 9, "5 " + time.instant() + " alone"));
            until(names, 1);
            assertEquals("NOERROR believed", believing(names, 5));
            assertEquals(1, names.data(ZONE, Type.CDS).size());
        }
    }
}
