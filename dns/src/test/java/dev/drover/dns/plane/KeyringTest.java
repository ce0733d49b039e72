package dev.drover.dns.plane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.plane.NotPrepared;
import dev.drover.plane.control.Refused;
import dev.drover.plane.control.ZoneKeys;
import dev.drover.testkit.Await;
import dev.drover.testkit.FakeTime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** Zones whose keys follow each other, as the names answer for them and operators meet them. */
class KeyringTest {
    private static final String SHARED = """
            nodes: {a: {address: 127.0.0.1}}
            registry: {ensemble: [a], secret: ssssssssssssssssssssssssssssssssssssssss}
            dns:
              secret: tttttttttttttttttttttttttttttttttttttttt
              zones:
                example.com: {nameservers: ns1.example.net, records: "www A 192.0.2.1"%s}
            """;

    private static final String ALONE = """
            dns:
              zones:
                example.com: {nameservers: ns1.example.net, records: "www A 192.0.2.1", sign: {%s}}
            """;

    @TempDir
    Path folder;

    private final FakeTime time = new FakeTime();

    private static int rcode(RunningNames names) throws Exception {
        return names.ask("www.example.com.", Type.A).getRcode();
    }

    @Test
    void answersNothingForAZoneOfWhoseKeysItKnowsNothing() throws Exception {
        try (var names = new RunningNames(time, folder)) {
            names.apply(SHARED.formatted(", sign: {ksk-lifetime: 720h}"));
            assertEquals(Rcode.SERVFAIL, rcode(names));
            ZoneKeys keys = names.plane().keys().all().getFirst();
            assertTrue(keys.keys().isEmpty());
            assertEquals("nodes have not agreed yet", keys.waits().why());
        }
    }

    @Test
    void goesOnWithTheKeyThatItSignsWithOrNoneUntilNodesHaveAgreed() throws Exception {
        for (String before : new String[] {"", ", sign: ecdsa-p256"}) {
            try (var names = new RunningNames(time, folder)) {
                names.apply(SHARED.formatted(before));
                assertEquals(Rcode.NOERROR, rcode(names));
                names.apply(SHARED.formatted(", sign: {ksk-lifetime: 720h}"));
                assertEquals(Rcode.NOERROR, rcode(names));
                assertFalse(names.plane().keys().all().getFirst().keys().isEmpty());
            }
        }
    }

    private void until(String what, RunningNames names, int key) {
        Await.until(what, Duration.ofSeconds(30), () -> {
            names.plane().tick();
            Path steps = folder.resolve("dnssec.steps");
            return Files.exists(steps) && Files.readString(steps).startsWith("example.com. " + key + " ");
        });
    }

    @Test
    void takesNoKeyAwayBecauseSomebodyTakesALineOutOfTheFile() throws Exception {
        try (var names = new RunningNames(time, folder)) {
            names.apply(ALONE.formatted("ksk-lifetime: 720h"));
            until("the first step", names, 1);
            time.advance(Duration.ofDays(30));
            until("the second step", names, 2);
            assertEquals(
                    2,
                    names.data("example.com.", Type.DNSKEY).stream()
                            .filter(k -> k.startsWith("257"))
                            .count());
            assertThrows(Refused.class, () -> names.plane().keys().seen(new ZoneKeys.Seen("example.com"), "ada"));
            time.advance(Duration.ofDays(2));
            names.plane().tick();
            ZoneKeys.Waits waits = names.plane().keys().all().getFirst().waits();
            assertEquals("drover dns keys --seen example.com", waits.confirm());
            NotPrepared refused = assertThrows(NotPrepared.class, () -> names.apply(ALONE.formatted("keys: [1]")));
            assertTrue(refused.problems().getFirst().toString().contains("fix: keys: [1, 2]"), refused::toString);
            NotPrepared imported = assertThrows(
                    NotPrepared.class, () -> names.apply(ALONE.formatted("import: [Kexample.com.+013+00001.private]")));
            assertTrue(
                    imported.problems().getFirst().toString().contains("imported keys would take"), imported::toString);
            String done = names.plane()
                    .keys()
                    .seen(new ZoneKeys.Seen("example.com"), "ada")
                    .done();
            assertTrue(done.contains(" of example.com. goes at 2030-02-05T"), done);
            names.apply(ALONE.formatted("keys: [1, 2]"));
            until("the operator's hand", names, 4);
            names.apply(ALONE.formatted("keys: [2]"));
            assertEquals(Rcode.NOERROR, rcode(names));
            until("the operator's other hand", names, 5);
            List<String> there = names.data("example.com.", Type.DNSKEY);
            NotPrepared other = assertThrows(
                    NotPrepared.class, () -> names.apply(ALONE.formatted("ksk-lifetime: 720h, keys: [3]")));
            assertTrue(
                    other.problems().getFirst().toString().contains("fix: keys: [2] beside ksk-lifetime"),
                    other::toString);
            names.apply(ALONE.formatted("ksk-lifetime: 720h"));
            assertEquals(there, names.data("example.com.", Type.DNSKEY));
            until("the file of before", names, 6);
            assertEquals(there, names.data("example.com.", Type.DNSKEY));
        }
    }

    @Test
    void beginsWithNoOtherKeyThanTheOneThatIsAnsweredByHand() throws Exception {
        try (var names = new RunningNames(time, folder)) {
            names.apply(ALONE.formatted("keys: [2]"));
            NotPrepared refused =
                    assertThrows(NotPrepared.class, () -> names.apply(ALONE.formatted("ksk-lifetime: 720h")));
            assertTrue(
                    refused.problems().getFirst().toString().contains("fix: keys: [2] beside ksk-lifetime"),
                    refused::toString);
            names.apply(ALONE.formatted("ksk-lifetime: 720h, keys: [2]"));
            until("the first step", names, 1);
        }
    }
}
