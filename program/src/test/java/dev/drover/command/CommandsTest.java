package dev.drover.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.drover.plane.control.Routing;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandsTest {
    private static final String SOUND = """
            listen: {web: {protocol: http, address: "127.0.0.1:18080"}}
            services: {shop: {instances: {addresses: ["127.0.0.1:1"]}}}
            routes: [{name: all, match: {path: /**}, to: shop}]
            """;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private int run(String... args) {
        var program = new Program(
                (settings, secret, ticker) -> {
                    throw new AssertionError("no node is made here");
                },
                (model, query) -> {
                    if (query.url().equals("/boom")) {
                        throw new IllegalStateException("secret detail");
                    }
                    return new Routing("all", null, "respond 200", "", "", null, List.of(), List.of());
                });
        var output = new Output(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                false,
                ZoneOffset.UTC,
                Map.of("DROVER_DATA", folder.resolve("data").toString()));
        return Commands.run(args, program, output);
    }

    private String file(String text) throws IOException {
        return Files.writeString(folder.resolve("drover.yaml"), text).toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "up",
                "check",
                "plan",
                "apply",
                "confirm",
                "history",
                "rollback",
                "status",
                "explain",
                "drain",
                "undrain",
                "force",
                "restart",
                "logs",
                "tail",
                "route",
                "metrics",
                "doctor",
                "record",
                "proc",
                "registry",
                "members",
                "join",
                "leave",
                "dns",
                "top",
                "stop",
                "schema",
                "completion",
                "version",
                "help"
            })
    void helpsWithEveryCommandByExamples(String command) {
        assertEquals(0, run(command, "--help"));
        assertTrue(out.toString().contains("Usage: drover " + command), out::toString);
        assertTrue(out.toString().contains("Examples:\n  "), out::toString);
        out.getBuffer().setLength(0);
        assertEquals(0, run("help", command));
        assertTrue(out.toString().contains("Usage: drover " + command), out::toString);
    }

    @Test
    void listsEveryCommandWithoutOne() {
        assertEquals(0, run());
        for (String command : List.of("up", "explain", "rollback", "completion")) {
            assertTrue(out.toString().contains("\n  " + command + " "), out::toString);
        }
    }

    @ParameterizedTest
    @CsvSource({"statu, drover status", "aply, drover apply", "explian, drover explain"})
    void suggestsTheNearestCommand(String typed, String meant) {
        assertEquals(ExitCode.BAD_INPUT, run(typed));
        assertTrue(err.toString().contains(meant), err::toString);
        assertEquals("", out.toString());
    }

    @Test
    void suggestsTheNearestOption() {
        assertEquals(ExitCode.BAD_INPUT, run("status", "--jsn"));
        assertTrue(err.toString().contains("--json"), err::toString);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "up --admin nonsense|expected: ADDRESS:PORT",
                "up --admin 127.0.0.1:70000|expected: ADDRESS:PORT",
                "up --admin example.com:9180|expected: ADDRESS:PORT",
                "up --workers many|expected: a number",
                "up --workers -1|expected: a number",
                "up --log loud|expected: one of error, warn, info, debug, trace",
                "up --log info,access=xml|expected: one of error",
                "apply --confirm-within soon|expected: a whole number with s, m or h",
                "apply --confirm-within 0s|expected: a whole number with s, m or h",
                "explain catalog/|expected: SERVICE or SERVICE/INSTANCE",
                "explain /one|expected: SERVICE or SERVICE/INSTANCE",
                "explain|SERVICE[/INSTANCE]",
                "drain|name a SERVICE[/INSTANCE], or --node",
                "drain --node catalog|name a SERVICE[/INSTANCE], or --node",
                "force sideways catalog|up",
                "logs orders -n 0|expected: 1 or more",
                "rollback 0|expected: 1 or more",
                "rollback x|GENERATION",
                "route GET /x -H nonsense|NAME: VALUE",
                "registry|expected: services, service, keys, get or import",
                "join --timeout soon|expected: a whole number with s, m or h",
                "leave fra-3 --stop|type drover leave --stop on fra-3",
                "registry service|NAME",
                "registry keys --url ftp://x|expected: a URL such as",
                "registry import|--from",
                "registry import --from ftp://x|expected: a URL such as",
                "registry import --from http://x:1/path --into http://y:1|expected: a URL such as",
                "registry import --from http://x:1 --into nonsense:port|expected: a URL such as",
                "registry import --from http://x:1 --only locks|--only",
                "registry import --from http://x:1 --token-file none|expected: a secret in its first line",
                "completion fish|bash",
                "help nothing|there is no command nothing",
                "check no-such-folder/drover.yaml|there is no such file",
            })
    void answersNonsenseWithWhatWasExpected(String typed, String expected) {
        assertEquals(ExitCode.BAD_INPUT, run(typed.split(" ", -1)), () -> typed + err);
        assertTrue(err.toString().contains(expected), () -> typed + ": " + err);
        assertFalse(err.toString().contains("\tat "), err::toString);
        assertFalse(err.toString().contains("Exception"), err::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status",
                "explain a",
                "history",
                "confirm",
                "rollback",
                "drain a",
                "undrain a",
                "force up a",
                "restart a",
                "logs a",
                "tail",
                "metrics",
                "stop",
                "registry import --from 127.0.0.1:1",
                "registry services",
                "members",
                "join",
                "leave",
                "leave fra-3 --force",
                "registry get a",
                "dns explain shop.example.com",
                "dns query shop.example.com",
                "route GET /"
            })
    void saysThatNoNodeRuns(String typed) {
        assertEquals(ExitCode.NO_NODE, run(typed.split(" ", -1)));
        assertTrue(err.toString().contains("no node runs on the data folder " + folder.resolve("data")), err::toString);
        assertTrue(err.toString().contains("fix: "), err::toString);
    }

    @Test
    void saysThatANodeDoesNotAnswer() throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        Files.writeString(data.resolve("admin.token"), "t".repeat(64));
        Files.writeString(data.resolve("admin.address"), "127.0.0.1:" + dev.drover.testkit.FreePort.next());
        assertEquals(ExitCode.NO_NODE, run("status"));
        assertTrue(err.toString().contains("cannot be reached"), err::toString);
    }

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

    @Test
    void checksAFile() throws IOException {
        assertEquals(0, run("check", file(SOUND)));
        assertTrue(out.toString().endsWith("(1 service, 1 route, 1 listener)\n"), out::toString);
        assertEquals(ExitCode.BAD_INPUT, run("check", file("lisen: {}\n")));
        assertTrue(err.toString().contains("drover.yaml:1:1: "), err::toString);
        assertTrue(err.toString().contains("fix: "), err::toString);
    }

    @Test
    void checksForProgramsToo() throws IOException {
        assertEquals(ExitCode.BAD_INPUT, run("check", "--json", file("lisen: {}\n")));
        assertTrue(out.toString().endsWith("\n"), out::toString);
        assertTrue(out.toString().contains("\"line\" : 1"), out::toString);
        assertTrue(out.toString().contains("\"ok\" : false"), out::toString);
        assertEquals("", err.toString());
    }

    @Test
    void findsTheRouteOfAFileWithoutANode() throws IOException {
        assertEquals(0, run("route", "get", "/x", file(SOUND)));
        assertTrue(out.toString().startsWith("all: respond 200\n"), out::toString);
    }

    @Test
    void keepsAnUnforeseenErrorOutOfTheTerminal() throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        assertEquals(ExitCode.BUG, run("route", "GET", "/boom", file(SOUND)));
        assertEquals(1, err.toString().lines().count(), err::toString);
        assertTrue(err.toString().contains("error id "), err::toString);
        assertFalse(err.toString().contains("secret detail"), err::toString);
        String kept = Files.readString(data.resolve("drover-errors.log"));
        assertTrue(kept.contains("secret detail") && kept.contains("    at "), kept);
    }

    @Test
    void completesInBothShells() {
        assertEquals(0, run("completion", "bash"));
        assertTrue(out.toString().contains("complete -F"), "no bash completion");
        assertTrue(out.toString().contains("rollback"), "a command is missing");
        out.getBuffer().setLength(0);
        assertEquals(0, run("completion", "zsh"));
        assertTrue(out.toString().startsWith("autoload -U +X bashcompinit"), "no zsh completion");
    }

    @Test
    void printsTheSchemaAndTheVersion() {
        assertEquals(0, run("schema"));
        assertTrue(out.toString().contains("https://json-schema.org/draft/2020-12/schema"), "no schema");
        assertEquals(0, run("version"));
        assertEquals(0, run("--version"));
        assertEquals(0, run("help", "exit-codes"));
        assertTrue(out.toString().contains("70  a mistake of Drover itself"), out::toString);
    }
}
