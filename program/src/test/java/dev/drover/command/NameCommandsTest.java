package dev.drover.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code drover dns} and what else looks at zones, by a file alone. */
final class NameCommandsTest extends CommandScene {
    private static final String NAMES = """
            listen: {names: {protocol: dns, address: "127.0.0.1:5300"}}
            sites:
              fra: {location: {latitude: 50.11, longitude: 8.68}, addresses: [192.0.2.10]}
              nyc: {location: {latitude: 40.71, longitude: -74.01}, addresses: [198.51.100.10]}
            services: {shop: {instances: {addresses: ["127.0.0.1:1"]}}}
            dns:
              zones:
                example.com:
                  nameservers: ns1.example.net
                  records: mail A 192.0.2.7
                  names: {shop: {sites: {fra: shop, nyc: shop}, answer: [up, {prefix: {10.0.0.0/8: nyc}}, nearest, {first: 1}]}}
            """;

    @Test
    void explainsTheAnswerOfANameFromAFile() throws IOException {
        assertEquals(0, run("dns", "explain", "shop.example.com", "--client", "10.1.2.3", file(NAMES)));
        String[] expected = {
            "shop.example.com. A  zone example.com, ",
            "  for  client 10.1.2.0/24, told by its resolver: place not known (Drover's own database of countries of 2026-",
            "  prefix   keeps nyc ",
            " not among those of 10.0.0.0/8\n",
            "answer  NOERROR\n  shop.example.com. 30 IN A 198.51.100.10\n",
            "  stale at most 37.7s = detection of shop 7.7s + TTL 30s\n"
        };
        for (String part : expected) {
            assertTrue(out.toString().contains(part), out::toString);
        }
    }

    @Test
    void explainsALabelBelowABeaconByTheStepsOfTheBeacon() throws IOException {
        String beacon = file(NAMES + "  missteer: {beacons: [shop.example.com]}\n");
        assertEquals(0, run("dns", "explain", "x1.shop.example.com", "--client", "10.1.2.3", beacon));
        assertTrue(out.toString().contains("  prefix   keeps nyc "), out::toString);
        assertTrue(out.toString().contains("x1.shop.example.com. 30 IN A 198.51.100.10\n"), out::toString);
        assertEquals(0, run("dns", "explain", "a.b.shop.example.com", beacon));
        assertTrue(out.toString().contains("answer  NXDOMAIN"), out::toString);
    }

    @Test
    void saysThatTheFileKnowsWhereAClientIs() throws IOException {
        String knowing = file(NAMES + "  location: {known: {203.0.113.0/24: DE}}\n");
        assertEquals(0, run("dns", "explain", "shop.example.com", "--client", "203.0.113.7", knowing));
        assertTrue(out.toString().contains(": DE (dns.location.known: 203.0.113.0/24)\n"), out::toString);
    }

    /** Of a client that hides itself nothing is known, and its resolver counts: in the chain as in the answer. */
    @Test
    void explainsTheAnswerForAClientThatHidesItself() throws IOException {
        String[] line = {
            "dns", "explain", "shop.example.com", "--client", "0.0.0.0/0", "--resolver", "10.1.2.3", file(NAMES)
        };
        assertEquals(0, run(line));
        assertTrue(out.toString().contains("  for  resolver 10.1.2.3, which hides its client: "), out::toString);
        assertTrue(out.toString().contains("  prefix   keeps nyc "), out::toString);
        assertTrue(out.toString().contains(" IN A 198.51.100.10\n"), out::toString);
    }

    @Test
    void explainsTheAnswerOfAPlainNameAndOfOneThatIsNotThere() throws IOException {
        assertEquals(0, run("dns", "explain", "mail.example.com", file(NAMES)));
        assertTrue(out.toString().contains("mail.example.com. 3600 IN A 192.0.2.7"), out::toString);
        assertEquals(0, run("dns", "explain", "nobody.example.com", "--json", file(NAMES)));
        assertTrue(out.toString().contains("\"rcode\" : \"NXDOMAIN\""), out::toString);
        assertEquals(0, run("dns", "explain", "example.org", file(NAMES)));
        assertTrue(out.toString().contains("no zone of ours"), out::toString);
    }

    @Test
    void checksTheZonesOfAFile() throws IOException {
        String wrong = NAMES.replace("192.0.2.7", "192.0.2.700");
        assertEquals(ExitCode.BAD_INPUT, run("check", file(wrong)));
        assertTrue(err.toString().contains("dns.zones.example.com.records[0]: A 192.0.2.700"), err::toString);
        assertEquals(ExitCode.BAD_INPUT, run("dns", "explain", "mail.example.com", file(wrong)));
        assertTrue(err.toString().contains("the zones have problems"), err::toString);
    }

    /** All at once: what the file says itself, its zones, and the files that answering needs. */
    @Test
    void checksTheDatabaseAndImportedKeysWithTheZonesOfAFile() throws IOException {
        String wrong = NAMES.replace("192.0.2.7", "192.0.2.700")
                        .replace("nameservers:", "sign: {import: [absent.private]}\n      nameservers:")
                + "  location: {database: absent.mmdb}\n";
        assertEquals(ExitCode.BAD_INPUT, run("check", file(wrong)));
        assertTrue(err.toString().contains("3 problems"), err::toString);
        assertTrue(err.toString().contains("dns.zones.example.com.records[0]: A 192.0.2.700"), err::toString);
        assertTrue(err.toString().contains("absent.private: there is no such file"), err::toString);
        assertTrue(err.toString().contains("absent.mmdb: there is no such file (expected"), err::toString);
        assertEquals(ExitCode.BAD_INPUT, run("check", file(wrong.replace("127.0.0.1:1\"", "127.0.0.1:99999\""))));
        assertTrue(err.toString().contains("4 problems"), err::toString);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dns|explain, query, top, missteer, keys or challenge",
                "dns explain x..y|an empty label",
                "dns explain x --type NOPE|a type of records",
                "dns explain x --client nobody|an IPv4 or IPv6 address",
                "dns explain x --client 10.0.0.0/33|0 to 32",
                "dns missteer --file x|--file goes with --pairs",
                "dns missteer --pairs nowhere.txt|nowhere.txt: there is no such file",
                "dns challenge --remove|which name?",
                "dns challenge x y --remove --for 1h|do not go together",
                "dns challenge x y --for 1d|a whole number with s, m or h",
                "dns top --most 0|a whole number from 1",
                "dns query x --server nobody|an IP address, or ADDRESS:PORT",
                "dns query x --server 127.0.0.1 --type NOPE|a type such as A"
            })
    void saysWhatIsWrongWithAQuestion(String typed, String said) throws IOException {
        String line = typed.startsWith("dns explain") ? typed + " " + file(NAMES) : typed;
        assertEquals(ExitCode.BAD_INPUT, run(line.split(" ", -1)));
        assertTrue(err.toString().contains(said), err::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"-hoqXcYV8q5ONbJQxbmR7SCTNo3tiAXDfowyjxAjEuX0", "--remoqXcYV8q5ONbJQxbmR7SCTNo3tiAXDfowyjxA"})
    void takesValuesOfChallengesWhateverTheyBeginWith(String value) {
        assertEquals(ExitCode.NO_NODE, run("dns", "challenge", "x", value, "--data", "no-node-here"));
        assertEquals(ExitCode.NO_NODE, run("dns", "challenge", "--remove", "x", value, "--data", "no-node-here"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " --tcp"})
    void saysThatNobodyListensWhereItAsks(String how) throws IOException {
        int port;
        try (var taken = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0))) {
            port = taken.getLocalPort();
        }
        String line = "dns query x --server 127.0.0.1:" + port + how;
        assertEquals(ExitCode.FAILED, run(line.split(" ", -1)));
        assertTrue(err.toString().contains("does not answer: nobody listens there\n  fix: "), err::toString);
    }

    @Test
    void replaysPairsByAFileAlone() throws IOException {
        Path pairs = Files.writeString(folder.resolve("pairs.txt"), "198.51.100.53 10.1.2.3 4\n");
        assertEquals(0, run("dns", "missteer", "--pairs", pairs.toString(), "--file", file(NAMES)));
        assertTrue(out.toString().startsWith("4 pairs replayed, "), out::toString);
        Files.writeString(pairs, "198.51.100.53 10.1.2.3 4 mail.example.com\n");
        assertEquals(ExitCode.BAD_INPUT, run("dns", "missteer", "--pairs", pairs.toString(), "--file", file(NAMES)));
        assertTrue(
                err.toString().contains("pairs.txt:1: mail.example.com (expected: a name that is chosen"),
                err::toString);
    }
}
