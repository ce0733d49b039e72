package dev.drover.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** All commands: their help, and what they say without a node. */
final class CommandsTest extends CommandScene {
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
        assertEquals(0, run("completion"));
        String untold = out.toString();
        out.getBuffer().setLength(0);
        assertEquals(0, run("completion", "bash"));
        assertEquals(untold, out.toString());
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
