package dev.drover.dns.sign;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.drover.dns.answer.Answers;
import dev.drover.dns.answer.Identity;
import dev.drover.dns.name.DnsName;
import dev.drover.dns.name.Rdata;
import dev.drover.dns.name.RecordSet;
import dev.drover.dns.name.RecordType;
import dev.drover.dns.serve.DnsServer;
import dev.drover.dns.zone.Zone;
import dev.drover.plane.Ticker;
import dev.drover.testkit.process.Finished;
import dev.drover.wire.Loops;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** BIND's validator, which looks at the answers themselves and not at what a resolver makes of them. */
class DelvTest {
    private static final Path PROGRAM = Path.of("/usr/bin/delv");
    private static final DnsName ORIGIN = DnsName.parse("example.test");

    @TempDir
    Path folder;

    private static Zone zone() {
        var soa = ByteBuffer.allocate(22)
                .putShort((short) 0)
                .putInt(1)
                .putInt(3600)
                .putInt(900)
                .putInt(86_400)
                .putInt(60);
        return Zone.builder(ORIGIN)
                .add(ORIGIN, RecordSet.of(RecordType.SOA, 300, Rdata.of(soa.array())))
                .add(ORIGIN, RecordSet.of(RecordType.NS, 300, Rdata.of(ORIGIN.child("www"))))
                .add(
                        ORIGIN.child("www"),
                        RecordSet.of(RecordType.A, 300, Rdata.of((byte) 127, (byte) 0, (byte) 0, (byte) 1)))
                .add(ORIGIN.wildcard(), RecordSet.of(RecordType.TXT, 300, Rdata.of((byte) 1, (byte) 'x')))
                .add(ORIGIN.child("late"), RecordSet.of(RecordType.A, 300, Rdata.of(new byte[4])))
                .build();
    }

    @ParameterizedTest
    @EnumSource
    void believesWhatHoldsAndNothingElse(Algorithm algorithm) throws Exception {
        assumeTrue(Files.isExecutable(PROGRAM), "delv is not installed");
        KeyPlan plan = KeyPlan.derived(ORIGIN, algorithm, new Derivation(new byte[32]), List.of(1), Duration.ZERO);
        Instant now = Instant.now();
        Keys keys = plan.at(now);
        Zone signed = ZoneSigner.sign(zone(), Set.of(), keys, now, null).zone();
        Zone old = ZoneSigner.sign(zone(), Set.of(), keys, now.minus(Duration.ofDays(15)), null)
                .zone();
        try (var loops = Loops.start(1, Ticker.system());
                var server = DnsServer.open(loops, "127.0.0.1", 0, Answers.of(List.of(signed), Identity.ANONYMOUS))) {
            Path anchor = anchor(keys.entries().getFirst());
            assertTrue(ask(server, anchor, "www", "A").contains("; fully validated"));
            assertTrue(ask(server, anchor, "www", "MX").contains("; negative response, fully validated"));
            assertTrue(ask(server, anchor, "some.thing", "TXT").contains("; fully validated"));
            assertTrue(ask(server, anchor, "some.thing", "A").contains("; negative response, fully validated"));
            Zone compact = ZoneSigner.signCompact(
                            zone(), Set.of(), keys, now, null, new SetSigner(plan, InstantSource.system()))
                    .zone();
            server.serve(Answers.of(List.of(compact), Identity.ANONYMOUS));
            assertTrue(ask(server, anchor, "none", "A").contains("; negative response, fully validated"));
            assertTrue(ask(server, anchor, "www", "MX").contains("; negative response, fully validated"));
            assertTrue(ask(server, anchor, "some.thing", "TXT").contains("; fully validated"));
            assertTrue(ask(server, anchor, "some.thing", "A").contains("; negative response, fully validated"));
            server.serve(Answers.of(List.of(old), Identity.ANONYMOUS));
            assertFalse(ask(server, anchor, "late", "A").contains("fully validated"), "its signature has ended");
        }
    }

    private Path anchor(SigningKey key) throws IOException {
        byte[] data = key.dnskey().toBytes();
        String open = Base64.getEncoder().encodeToString(Arrays.copyOfRange(data, 4, data.length));
        return Files.writeString(
                folder.resolve("anchor"),
                "trust-anchors { \"%s\" static-key 257 3 %d \"%s\"; };%n"
                        .formatted(ORIGIN, key.algorithm().number(), open));
    }

    private static String ask(DnsServer server, Path anchor, String name, String type) {
        Finished finished = Finished.run(
                Duration.ofSeconds(30),
                PROGRAM.toString(),
                "@127.0.0.1",
                "-p",
                Integer.toString(server.port()),
                "-a",
                anchor.toString(),
                "+root=" + ORIGIN,
                name + "." + ORIGIN,
                type);
        return finished.out() + finished.err();
    }
}
