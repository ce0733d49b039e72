package dev.drover.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drover.observe.fleet.Comparison;
import dev.drover.observe.fleet.Comparison.Gravity;
import dev.drover.observe.fleet.Comparison.Place;
import dev.drover.observe.fleet.Destination;
import dev.drover.observe.fleet.Visit;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The doctor of other hosts, over a program that stands for ssh: each host is this one, but for the one that is down. */
class DoctorFleetTest {
    private static final Program NO_NODE = new Program(
            (settings, secret, ticker) -> {
                throw new AssertionError("no node is made here");
            },
            (model, query) -> {
                throw new AssertionError("no route is asked for here");
            });

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private String ssh = "";

    @BeforeEach
    void pretend() throws IOException {
        Path program = Files.writeString(folder.resolve("ssh"), """
                #!/bin/sh
                case "$*" in
                    *"-- down "*) echo 'ssh: connect to host down port 22: Connection refused' >&2; exit 255 ;;
                    *) exec sh -s ;;
                esac
                """);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        ssh = program.toString();
    }

    private int run(String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        var output = new Output(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                false,
                ZoneOffset.UTC,
                Map.of("DROVER_DATA", folder.toString()));
        return Commands.run(args, NO_NODE, output);
    }

    private void refuses(String words, String... args) {
        assertEquals(ExitCode.BAD_INPUT, run(args), err::toString);
        assertTrue(err.toString().contains(words), err::toString);
        assertTrue(err.toString().lines().noneMatch(line -> line.startsWith("\tat ")), err::toString);
    }

    @Test
    void tellsOfEachHostAndOfThoseThatAreDown() {
        int code = run("doctor", "--ssh", ssh, "--host", "web1,down", "--for", "1s");
        assertTrue(Set.of(1, 2).contains(code), err::toString);
        assertEquals("watching 2 hosts for 1 s over SSH ...\n", err.toString());
        String told = out.toString();
        assertTrue(told.matches("(?s).*  web1 +(BOTTLENECK|CANNOT TELL|JUST BUSY|HEALTHY).*"), told);
        assertTrue(told.contains("  down  CANNOT TELL"), told);
        assertTrue(told.contains("    down: nothing listens at its SSH port\n      fix: check the port"), told);
    }

    @Test
    void printsAllOfItAsJson() throws IOException {
        Path file = Files.writeString(folder.resolve("hosts"), "# ours\nweb1\n\nops@web2:2222 # second\nweb1\n");
        run("doctor", "--ssh", ssh, "--host", "@" + file + ",down", "--for", "1s", "--json");
        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertEquals(FleetJson.SCHEMA, json.path("schema").asText());
        assertEquals(3, json.path("hosts").size());
        for (JsonNode host : json.path("hosts")) {
            boolean down = host.path("host").asText().equals("down");
            assertEquals(down, host.has("error"));
            assertEquals(
                    down ? "" : DiagnosisJson.SCHEMA,
                    host.path("diagnosis").path("schema").asText());
        }
    }

    @Test
    void explainsARuleOfEachHost() {
        assertEquals(0, run("doctor", "--ssh", ssh, "--host", "a", "--for", "1s", "--explain", "cpu-run-queue"));
        assertTrue(out.toString().startsWith("a\n"), out::toString);
        assertTrue(out.toString().contains("here and now: "), out::toString);
        assertEquals(2, run("doctor", "--ssh", ssh, "--host", "down", "--for", "1s", "--explain", "cpu-run-queue"));
    }

    @Test
    void explainsARuleOfEachHostToPrograms() throws IOException {
        int code =
                run("doctor", "--ssh", ssh, "--host", "a,down", "--for", "1s", "--explain", "cpu-run-queue", "--json");
        assertEquals(2, code, err::toString);
        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertEquals(RuleJson.SCHEMA, json.path("schema").asText());
        assertEquals("cpu-run-queue", json.path("rule").asText());
        assertEquals(2, json.path("hosts").size());
        for (JsonNode host : json.path("hosts")) {
            boolean down = host.path("host").asText().equals("down");
            assertEquals(down, host.has("error"));
            assertEquals(!down, host.has("outcome"));
        }
    }

    @Test
    void recordsAHostToDiagnoseItLater() {
        String file = folder.resolve("web1.drec").toString();
        assertEquals(0, run("record", file, "--ssh", ssh, "--host", "web1", "--for", "2s"), err::toString);
        assertTrue(out.toString().startsWith("recording web1 into "), out::toString);
        assertTrue(Set.of(0, 1, 2).contains(run("doctor", "--from", file)), err::toString);
        assertTrue(out.toString().matches("(?s)\\s*(HEALTHY|BOTTLENECK|CANNOT TELL).*"), out::toString);
        assertEquals(1, run("record", folder.resolve("no").toString(), "--ssh", ssh, "--host", "down"));
        assertTrue(err.toString().startsWith("drover: down: nothing listens at its SSH port\n  fix: "), err::toString);
        assertFalse(Files.exists(folder.resolve("no")));
    }

    @Test
    void refusesWhatDoesNotGoTogether() {
        refuses("--host watches other hosts now", "doctor", "--host", "a", "--watch");
        refuses("--host watches other hosts now", "doctor", "--host", "a", "--at", "14:05");
        refuses("--host watches other hosts now", "doctor", "--host", "a", "--from", "x.drec");
        refuses("--host watches other hosts now", "doctor", "--host", "a", "--live");
        refuses("--data says whose node to ask", "doctor", "--host", "a", "--data", folder.toString());
        refuses("(expected: a host as ssh knows it", "doctor", "--host", "a`id`");
        refuses("--ssh says how to reach a --host", "doctor", "--ssh", "ssh");
        refuses("(expected: a host as ssh knows it", "doctor", "--host", "a,-oProxyCommand=x");
        refuses("the file cannot be read", "doctor", "--host", "@" + folder.resolve("none"));
        refuses("at most 1h", "doctor", "--host", "a", "--for", "2h");
        refuses("a recording holds one host", "record", folder.resolve("r").toString(), "--host", "a,b");
    }

    @Test
    void endsByTheGravestAndThenByTheSilent() {
        assertEquals(1, code(Gravity.HEALTHY, Gravity.UNKNOWN, Gravity.WARNING));
        assertEquals(1, code(Gravity.CRITICAL));
        assertEquals(2, code(Gravity.BUSY, Gravity.UNKNOWN, Gravity.HEALTHY));
        assertEquals(0, code(Gravity.BUSY, Gravity.HEALTHY));
    }

    private static int code(Gravity... gravities) {
        var host = new Visit.Unseen(new Destination("a", 0), "", "");
        return DoctorFleet.code(new Comparison(
                Arrays.stream(gravities)
                        .map(g -> new Place(host, g, Optional.empty(), Optional.empty()))
                        .toList(),
                List.of()));
    }
}
