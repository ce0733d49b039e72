package dev.drover.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drover.testkit.Await;
import dev.drover.testkit.FreePort;
import dev.drover.testkit.process.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The hook of an ACME client puts what dig finds, and what BIND's validator believes where the zone is signed. */
final class ChallengesTest {
    private static final String ONE = "LoqXcYV8q5ONbJQxbmR7SCTNo3tiAXDfowyjxAjEuX0";
    private static final String DASHED = "-vj3T5eEhrMaFPDvjDv3rPMoZQwsVGQzvPHGvSVPZbA";

    @TempDir
    private static Path folder;

    private static DroverProcess drover;
    private static int dns;

    @BeforeAll
    static void start() {
        Needs.program("dig");
        dns = FreePort.next();
        int web = FreePort.next();
        drover = DroverProcess.withFile(folder.resolve("drover"), web, """
                listen:
                  web: {protocol: http, address: "127.0.0.1:%d"}
                  names: {protocol: dns, address: "127.0.0.1:%d"}
                routes: [{match: {path: /**}, to: {respond: {status: 200, body: here}}}]
                dns:
                  zones:
                    example.com: {nameservers: ns1.example.net, records: "www 60 A 192.0.2.7"}
                    signed.test: {nameservers: ns1.example.net, records: "www 60 A 192.0.2.7", sign: ecdsa-p256}
                """.formatted(web, dns));
    }

    @AfterAll
    static void end() {
        if (drover != null) {
            drover.stop();
            drover.close();
        }
    }

    private static List<String> dig(String name) {
        String port = Integer.toString(dns);
        return Finished.run(Duration.ofSeconds(20), "dig", "@127.0.0.1", "-p", port, "+short", name, "TXT")
                .succeeded()
                .out()
                .lines()
                .sorted()
                .toList();
    }

    @Test
    void areAnsweredUntilTheyAreRemovedOrOver() {
        Finished done =
                drover.drover("dns", "challenge", "www.example.com", ONE).succeeded();
        assertTrue(done.out().startsWith("answered: _acme-challenge.www.example.com. TXT \"" + ONE), done::toString);
        assertTrue(done.err().contains("this node alone answers it"), done::toString);
        drover.drover("dns", "challenge", "_acme-challenge.www.example.com.", DASHED, "--for", "10m")
                .succeeded();
        assertEquals(List.of('"' + DASHED + '"', '"' + ONE + '"'), dig("_acme-challenge.www.example.com"));
        List<JsonNode> all = drover.json("dns", "challenge")
                .valueStream()
                .filter(c -> c.path("name").asText().equals("_acme-challenge.www.example.com."))
                .toList();
        assertEquals(2, all.size());
        assertTrue(all.getFirst().path("by").asText().startsWith("cli:"), all::toString);
        Finished listed = drover.drover("dns", "challenge").succeeded();
        assertTrue(listed.out().contains(DASHED) && listed.out().contains("this node alone"), listed::toString);
        drover.drover("dns", "challenge", "--remove", "www.example.com", DASHED).succeeded();
        assertEquals(List.of('"' + ONE + '"'), dig("_acme-challenge.www.example.com"));
        drover.drover("dns", "challenge", "www.example.com", "--remove").succeeded();
        assertEquals(List.of(), dig("_acme-challenge.www.example.com"));
        Finished gone =
                drover.drover("dns", "challenge", "www.example.com", "--remove").succeeded();
        assertEquals("nothing to remove: _acme-challenge.www.example.com. has no value\n", gone.out());

        drover.drover("dns", "challenge", "www.example.com", ONE, "--for", "2s").succeeded();
        Await.until(
                "it to be over",
                Duration.ofSeconds(30),
                () -> dig("_acme-challenge.www.example.com").isEmpty(),
                drover::said);
    }

    @Test
    void areRefusedInWords() {
        Finished foreign =
                drover.drover("dns", "challenge", "www.example.edu", ONE).exited(2);
        assertTrue(
                foreign.err().contains("drover: no zone that is declared here holds _acme-challenge.www.example.edu.")
                        && foreign.err().contains("\n  fix: "),
                foreign::toString);
        Finished wrong =
                drover.drover("dns", "challenge", "www.example.com", "--remvoe").exited(2);
        assertTrue(wrong.err().contains("is no value of a challenge"), wrong::toString);
    }

    @Test
    void areSigned() throws IOException {
        Needs.program("delv");
        JsonNode keys = drover.json("dns", "keys").get(0).path("keys");
        String record = keys.valueStream()
                .filter(k -> k.path("flags").asInt() == 257)
                .findFirst()
                .orElseThrow()
                .path("record")
                .asText();
        String[] data = record.substring(record.indexOf("DNSKEY") + 7).split(" ", 4);
        Path anchor = Files.writeString(
                folder.resolve("anchor"),
                "trust-anchors { \"signed.test\" static-key 257 3 13 \"" + data[3].replace(" ", "") + "\"; };\n");
        drover.drover("dns", "challenge", "www.signed.test", ONE).succeeded();
        Finished delv = Finished.run(
                Duration.ofSeconds(30),
                "delv",
                "@127.0.0.1",
                "-p",
                Integer.toString(dns),
                "-a",
                anchor.toString(),
                "+root=signed.test",
                "_acme-challenge.www.signed.test",
                "TXT");
        String said = delv.out() + delv.err();
        assertTrue(said.contains("; fully validated") && said.contains(ONE), said);
    }
}
